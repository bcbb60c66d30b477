package io.github.libhello.maven;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a package is made of, as one hash. It stands beside the package as long as it is true. */
final class Inputs {

  private final MessageDigest digest;

  Inputs() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java has SHA-256", missing);
    }
  }

  /** Adds texts, each with its end, so that two lists with the same letters differ. */
  void addTexts(List<String> texts) {
    for (String text : texts) {
      digest.update(text.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
  }

  /** Adds a jar, or a folder with the names of what is in it. */
  void addFile(Path entry) throws IOException {
    if (!Files.isDirectory(entry)) {
      addContent(entry);
      return;
    }
    List<Path> files;
    try (Stream<Path> walk = Files.walk(entry)) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      addTexts(List.of(entry.relativize(file).toString()));
      addContent(file);
    }
  }

  /**
   * Adds what an image is built of: the files of a folder or a jar with their names, without the
   * libraries that are only taken along.
   */
  void addProgram(Path entry) throws IOException {
    addEntries(entry, name -> !CarriedLibrary.is(name));
  }

  /** Adds the libraries that {@link #addProgram} leaves out. */
  void addLibraries(Path entry) throws IOException {
    addEntries(entry, CarriedLibrary::is);
  }

  private void addEntries(Path entry, Predicate<String> taken) throws IOException {
    if (Files.isDirectory(entry)) {
      addTree(entry, taken);
      return;
    }
    try (FileSystem jar = FileSystems.newFileSystem(entry)) {
      addTree(jar.getPath("/"), taken);
    }
  }

  private void addTree(Path root, Predicate<String> taken) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(root)) {
      files =
          walk.filter(Files::isRegularFile)
              .filter(file -> taken.test(root.relativize(file).toString()))
              .sorted()
              .toList();
    }
    for (Path file : files) {
      addTexts(List.of(root.relativize(file).toString()));
      addContent(file);
    }
  }

  private void addContent(Path file) throws IOException {
    addTexts(List.of(Long.toString(Files.size(file))));
    try (InputStream in = Files.newInputStream(file);
        OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      in.transferTo(out);
    }
  }

  String hash() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Whether the package was made of exactly this. */
  static boolean unchanged(Path stamp, String hash, Path zip) throws IOException {
    return Files.exists(stamp)
        && Files.exists(zip)
        && Files.readString(stamp).equals(text(hash, zip));
  }

  static void remember(Path stamp, String hash, Path zip) throws IOException {
    Files.writeString(stamp, text(hash, zip));
  }

  /** The package's own hash too, so that one which was changed or cut off is made again. */
  private static String text(String hash, Path zip) throws IOException {
    Inputs made = new Inputs();
    made.addFile(zip);
    return hash + "\n" + made.hash() + "\n";
  }
}
