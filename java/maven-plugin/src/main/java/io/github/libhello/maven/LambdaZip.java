package io.github.libhello.maven;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.zip.UnrecognizedExtraField;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipShort;

/** The package. The same files give the same bytes: fixed order, fixed times, fixed modes. */
final class LambdaZip {

  private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

  private static final ZipShort EXTENDED_TIMESTAMP = new ZipShort(0x5455);

  private static final int EXECUTABLE = 0100755;
  private static final int READABLE = 0100644;

  private LambdaZip() {}

  /** When all files of a package have been changed, as it is said. */
  static LocalDateTime localTime() {
    return TIME;
  }

  /** The same as an instant. */
  static Instant time() {
    return TIME.toInstant(ZoneOffset.UTC);
  }

  /** Writes the files as executables, in their order, and replaces what was there at once. */
  static void write(Path zip, List<Path> files) throws IOException {
    replace(
        zip,
        out -> {
          for (Path file : files) {
            add(out, file.getFileName().toString(), file, EXECUTABLE);
          }
        });
  }

  /** Writes all files of a folder, by their names, and replaces what was there at once. */
  static void writeFolder(Path zip, Path folder) throws IOException {
    List<Path> files = files(folder);
    replace(
        zip,
        out -> {
          for (Path file : files) {
            int mode = Files.isExecutable(file) ? EXECUTABLE : READABLE;
            add(out, folder.relativize(file).toString(), file, mode);
          }
        });
  }

  /** The files below a folder, without links. */
  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(file -> Files.isRegularFile(file) && !Files.isSymbolicLink(file))
          .sorted()
          .toList();
    }
  }

  private interface Content {
    void writeTo(ZipArchiveOutputStream out) throws IOException;
  }

  private static void replace(Path zip, Content content) throws IOException {
    Path unfinished = zip.resolveSibling(zip.getFileName() + ".unfinished");
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(unfinished)) {
      out.setLevel(Deflater.BEST_COMPRESSION);
      content.writeTo(out);
    }
    Files.move(unfinished, zip, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void add(ZipArchiveOutputStream out, String name, Path file, int mode)
      throws IOException {
    ZipArchiveEntry entry = new ZipArchiveEntry(name);
    // A zip has local times, so that the same local time everywhere is the same bytes everywhere.
    entry.setTime(TIME.atZone(ZoneId.systemDefault()).toInstant().toEpochMilli());
    entry.addExtraField(instant());
    entry.setUnixMode(mode);
    entry.setSize(Files.size(file));
    out.putArchiveEntry(entry);
    Files.copy(file, out);
    out.closeArchiveEntry();
  }

  /**
   * The true time beside the local one, as Info-ZIP writes it: a JVM takes no class from a cache
   * that knows another time of the jar. Raw, since the library's own field would change the local
   * time.
   */
  private static UnrecognizedExtraField instant() {
    byte[] modified =
        ByteBuffer.allocate(5)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) 1)
            .putInt(Math.toIntExact(time().getEpochSecond()))
            .array();
    UnrecognizedExtraField field = new UnrecognizedExtraField();
    field.setHeaderId(EXTENDED_TIMESTAMP);
    field.setLocalFileDataData(modified);
    field.setCentralDirectoryData(modified);
    return field;
  }

  /** Writes what is in a package into a folder, with its modes and times. */
  static void unpack(Path zip, Path folder) throws IOException {
    try (ZipFile packed = ZipFile.builder().setPath(zip).get()) {
      for (ZipArchiveEntry entry : Collections.list(packed.getEntries())) {
        Path file = folder.resolve(entry.getName()).normalize();
        if (!file.startsWith(folder)) {
          throw new IOException(zip + " has a file outside of it: " + entry.getName());
        }
        Files.createDirectories(file.getParent());
        try (InputStream bytes = packed.getInputStream(entry)) {
          Files.copy(bytes, file);
        }
        file.toFile().setExecutable((entry.getUnixMode() & 0111) != 0, false);
        file.toFile().setReadable(true, false);
        Files.setLastModifiedTime(file, FileTime.from(time()));
      }
    }
  }
}
