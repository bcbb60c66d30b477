package io.github.libhello.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.maven.plugin.MojoExecutionException;

/** What must hold of an executable file in a package for {@code provided.al2023}. */
final class PackageRules {

  /** Amazon Linux 2023's. */
  static final String NEWEST_GLIBC = "2.34";

  /** What every {@code provided.al2023} has. */
  private static final Set<String> PRESENT =
      Set.of(
          "libc.so.6",
          "libm.so.6",
          "libgcc_s.so.1",
          "ld-linux-x86-64.so.2",
          "ld-linux-aarch64.so.1",
          "libdl.so.2",
          "libpthread.so.0",
          "librt.so.1",
          "libz.so.1");

  /** Lambda's limit of a function's files and layers together. */
  private static final long MAX_UNZIPPED = 250L << 20;

  private PackageRules() {}

  /**
   * Checks the files of a package, which may need each other.
   *
   * @throws MojoExecutionException with one sentence that names the file and what to do
   */
  static void check(List<Path> files, Architecture architecture)
      throws IOException, MojoExecutionException {
    long size = 0;
    for (Path file : files) {
      size += Files.size(file);
    }
    if (size > MAX_UNZIPPED) {
      throw new MojoExecutionException(
          "The package's files have " + (size >> 20) + " MiB, and Lambda takes at most 250");
    }
    List<String> own = files.stream().map(file -> file.getFileName().toString()).toList();
    for (Path file : files) {
      check(file.getFileName().toString(), Elf.read(file), own, architecture);
    }
  }

  static void check(String name, Elf elf, List<String> own, Architecture architecture)
      throws MojoExecutionException {
    if (elf.machine() != architecture.machine()) {
      throw new MojoExecutionException(
          name + " is not for " + architecture.label() + ", which the package is to be for");
    }
    for (String library : elf.needed()) {
      if (!PRESENT.contains(library) && !own.contains(library)) {
        throw new MojoExecutionException(
            name + " needs " + library + ", which is not in provided.al2023");
      }
    }
    String newest = newestGlibc(elf.versions());
    if (compare(newest, NEWEST_GLIBC) > 0) {
      throw new MojoExecutionException(
          name
              + " needs GLIBC_"
              + newest
              + ", and Amazon Linux 2023 has "
              + NEWEST_GLIBC
              + ": build where glibc is older, such as in a container of Amazon Linux 2023");
    }
  }

  private static String newestGlibc(List<String> versions) {
    return versions.stream()
        .filter(version -> version.matches("GLIBC_[0-9.]+"))
        .map(version -> version.substring("GLIBC_".length()))
        .max(PackageRules::compare)
        .orElse("0");
  }

  private static int compare(String one, String other) {
    String[] left = one.split("\\.", -1);
    String[] right = other.split("\\.", -1);
    for (int index = 0; index < Math.max(left.length, right.length); index++) {
      int order = Integer.compare(part(left, index), part(right, index));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int part(String[] version, int index) {
    return index < version.length ? Integer.parseInt(version[index]) : 0;
  }
}
