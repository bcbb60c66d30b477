package io.github.libhello.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders of the plugin's own. */
final class Folders {

  private Folders() {}

  /** Deletes it with all that is in it, where it is there. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** The folder, with nothing in it. */
  static Path emptied(Path folder) throws IOException {
    delete(folder);
    return Files.createDirectories(folder);
  }
}
