package io.github.libhello.aws;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The class files of a class path, in folders and jars. */
final class ClassPath {

  private final Collection<Path> entries;

  ClassPath(Collection<Path> entries) {
    this.entries = entries;
  }

  /** Something to do with a file. */
  private interface Visitor {
    void visit(Path root, Path file) throws IOException;
  }

  /**
   * Finds all classes that extend or implement one of these, over any number of steps.
   *
   * @param above names of classes and interfaces
   * @return names in alphabetical order
   * @throws IOException when an entry cannot be read
   */
  Set<String> below(Collection<String> above) throws IOException {
    Map<String, List<String>> directly = new HashMap<>();
    visit(
        "",
        (root, file) -> {
          try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            ClassFileHeader header = ClassFileHeader.read(in);
            for (String each : header.above()) {
              directly.computeIfAbsent(each, none -> new ArrayList<>()).add(header.name());
            }
          } catch (IOException unreadable) {
            // Of a later Java, or broken: then the builder cannot load it either.
          }
        });
    Set<String> found = new TreeSet<>();
    Queue<String> open = new ArrayDeque<>(above);
    while (!open.isEmpty()) {
      for (String each : directly.getOrDefault(open.remove(), List.of())) {
        if (found.add(each)) {
          open.add(each);
        }
      }
    }
    return found;
  }

  /**
   * Finds the classes of a package and of those inside it.
   *
   * @param packageName not empty
   * @return names in alphabetical order
   * @throws IOException when an entry cannot be read
   */
  Set<String> inside(String packageName) throws IOException {
    Set<String> names = new TreeSet<>();
    visit(
        packageName.replace('.', '/'),
        (root, file) -> {
          String path = root.relativize(file).toString();
          names.add(path.substring(0, path.length() - ".class".length()).replace('/', '.'));
        });
    return names;
  }

  private void visit(String folder, Visitor visitor) throws IOException {
    for (Path entry : entries) {
      if (Files.isDirectory(entry)) {
        visit(entry, folder, visitor);
      } else if (Files.isRegularFile(entry)) {
        try (FileSystem jar = FileSystems.newFileSystem(entry)) {
          visit(jar.getPath("/"), folder, visitor);
        }
      }
    }
  }

  private static void visit(Path root, String folder, Visitor visitor) throws IOException {
    Path top = root.resolve(folder);
    if (!Files.isDirectory(top)) {
      return;
    }
    try (Stream<Path> files = Files.walk(top)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String path = root.relativize(file).toString();
        if (path.endsWith(".class")
            && !path.startsWith("META-INF/")
            && !path.endsWith("-info.class")) {
          visitor.visit(root, file);
        }
      }
    }
  }
}
