package io.github.libhello.maven;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;

/** The classes in a folder, by what a compiler changes of them. */
final class ClassFiles {

  /** Of a file whose content was not read. */
  record Signature(FileTime time, long size) {}

  private ClassFiles() {}

  /** Of all classes in the folder and below it. */
  static Map<Path, Signature> signatures(Path folder) throws IOException {
    Map<Path, Signature> found = new HashMap<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".class")) {
              found.put(file, new Signature(attributes.lastModifiedTime(), attributes.size()));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }
}
