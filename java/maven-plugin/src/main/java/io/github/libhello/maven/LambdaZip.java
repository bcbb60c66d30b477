package io.github.libhello.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** The package. The same files give the same bytes: fixed order, fixed times, fixed modes. */
final class LambdaZip {

  private static final int EXECUTABLE = 0100755;

  private LambdaZip() {}

  /** Writes the files as executables, in their order, and replaces what was there at once. */
  static void write(Path zip, List<Path> files) throws IOException {
    Path unfinished = zip.resolveSibling(zip.getFileName() + ".unfinished");
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(unfinished)) {
      out.setLevel(Deflater.BEST_COMPRESSION);
      for (Path file : files) {
        ZipArchiveEntry entry = new ZipArchiveEntry(file.getFileName().toString());
        entry.setTime(fixedTime());
        entry.setUnixMode(EXECUTABLE);
        entry.setSize(Files.size(file));
        out.putArchiveEntry(entry);
        Files.copy(file, out);
        out.closeArchiveEntry();
      }
    }
    Files.move(unfinished, zip, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Writes what is in a package into a folder, each file as an executable. */
  static void unpack(Path zip, Path folder) throws IOException {
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Path file = folder.resolve(Path.of(entry.getName()).getFileName());
        Files.copy(in, file);
        file.toFile().setExecutable(true);
      }
    }
  }

  /** A zip has local times, so that the same local time everywhere is the same bytes everywhere. */
  private static long fixedTime() {
    return LocalDateTime.of(2026, 1, 1, 0, 0)
        .atZone(ZoneId.systemDefault())
        .toInstant()
        .toEpochMilli();
  }
}
