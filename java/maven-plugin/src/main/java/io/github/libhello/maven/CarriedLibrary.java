package io.github.libhello.maven;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * {@code libHello.so} in the runtime's jar. The builder writes it beside the image; it is no part
 * of the image, which another library therefore leaves as it is.
 */
final class CarriedLibrary {

  static final String NAME = "libHello.so";

  private static final String FOLDER = "META-INF/native/";

  private CarriedLibrary() {}

  /** Whether an entry of the class path is such a library, of any processor. */
  static boolean is(String entry) {
    return entry.startsWith(FOLDER) && entry.endsWith("/" + NAME);
  }

  /**
   * Writes the library for a processor into a folder, as the builder of an image does.
   *
   * @return whether the class path has one
   */
  static boolean write(List<Path> classPath, Architecture target, Path folder) throws IOException {
    String entry = FOLDER + target.carried() + "/" + NAME;
    Path library = folder.resolve(NAME);
    for (Path place : classPath) {
      if (Files.isDirectory(place)) {
        if (copy(place.resolve(entry), library)) {
          return true;
        }
        continue;
      }
      try (FileSystem jar = FileSystems.newFileSystem(place)) {
        if (copy(jar.getPath(entry), library)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean copy(Path from, Path to) throws IOException {
    if (!Files.exists(from)) {
      return false;
    }
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    return true;
  }
}
