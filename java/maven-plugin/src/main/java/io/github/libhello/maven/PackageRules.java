package io.github.libhello.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.logging.Log;

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

  /** Lambda's limit of a zip that is a part of the call itself. */
  private static final long MAX_DIRECT_UPLOAD = 50L << 20;

  private PackageRules() {}

  /**
   * Checks the files of a package, which may need each other.
   *
   * @throws MojoExecutionException with one sentence that names the file and what to do
   */
  static void check(List<Path> files, Architecture architecture)
      throws IOException, MojoExecutionException {
    checkUnzipped(files);
    List<String> own = files.stream().map(file -> file.getFileName().toString()).toList();
    for (Path file : files) {
      check(file.getFileName().toString(), Elf.read(file), own, architecture);
    }
  }

  /** The sizes of a package whose files are all there. */
  static void checkSize(Path zip, List<Path> files, Log log)
      throws IOException, MojoExecutionException {
    checkUnzipped(files);
    if (Files.size(zip) > MAX_DIRECT_UPLOAD) {
      log.warn(
          zip
              + " has more than the 50 MB that Lambda takes as a direct upload: upload it to S3, and"
              + " name that to Lambda");
    }
  }

  private static void checkUnzipped(List<Path> files) throws IOException, MojoExecutionException {
    long size = 0;
    for (Path file : files) {
      size += Files.size(file);
    }
    if (size > MAX_UNZIPPED) {
      throw new MojoExecutionException(
          "The package's files have " + (size >> 20) + " MiB, and Lambda takes at most 250");
    }
  }

  /**
   * Checks the executables and libraries of a JRE. Of other libraries it may ask: those for windows
   * and sound are loaded by programs alone that have any.
   */
  static void checkJre(List<Path> files, Architecture architecture, Path home)
      throws IOException, MojoExecutionException {
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (name.endsWith(".so") || name.equals("java")) {
        Elf elf = Elf.read(file);
        checkMachine(name, elf, architecture);
        checkGlibc(
            name,
            elf,
            "take another JDK than that of "
                + home
                + ", built for older systems, such as Temurin's");
      }
    }
  }

  static void check(String name, Elf elf, List<String> own, Architecture architecture)
      throws MojoExecutionException {
    checkMachine(name, elf, architecture);
    for (String library : elf.needed()) {
      if (!PRESENT.contains(library) && !own.contains(library)) {
        throw new MojoExecutionException(
            name + " needs " + library + ", which is not in provided.al2023");
      }
    }
    checkGlibc(
        name, elf, "build where glibc is older, such as in a container of Amazon Linux 2023");
  }

  private static void checkMachine(String name, Elf elf, Architecture architecture)
      throws MojoExecutionException {
    if (elf.machine() != architecture.machine()) {
      throw new MojoExecutionException(
          name + " is not for " + architecture.label() + ", which the package is to be for");
    }
  }

  private static void checkGlibc(String name, Elf elf, String advice)
      throws MojoExecutionException {
    String newest = newestGlibc(elf.versions());
    if (compare(newest, NEWEST_GLIBC) > 0) {
      throw new MojoExecutionException(
          name
              + " needs GLIBC_"
              + newest
              + ", and Amazon Linux 2023 has "
              + NEWEST_GLIBC
              + ": "
              + advice);
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
