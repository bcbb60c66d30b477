package io.github.libhello.maven;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TimeZone;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is looked at in the files of a package, and the package itself. */
final class PackageRulesTest {

  @TempDir Path folder;

  @Test
  void readsAnExecutable() throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Elf elf = Elf.read(java);
    int machine = System.getProperty("os.arch").equals("aarch64") ? Elf.AARCH64 : Elf.X86_64;
    assertEquals(machine, elf.machine());
    assertTrue(elf.needed().contains("libc.so.6"), elf::toString);
    assertTrue(elf.versions().stream().anyMatch(name -> name.startsWith("GLIBC_2.")));
  }

  @Test
  void rejectsWhatIsNoExecutable() throws IOException {
    Path text = Files.writeString(folder.resolve("bootstrap"), "#!/bin/sh\n".repeat(20));
    assertThrows(IOException.class, () -> Elf.read(text));
    Path header = folder.resolve("cut");
    Files.write(header, new byte[] {0x7f, 'E', 'L', 'F', 2, 1});
    IOException refused = assertThrows(IOException.class, () -> Elf.read(header));
    assertTrue(Objects.toString(refused.getMessage()).contains("cut"));
  }

  @Test
  void acceptsWhatLambdaHas() {
    Elf elf = new Elf(Elf.X86_64, List.of("libc.so.6", "libHello.so"), List.of("GLIBC_2.34"));
    assertDoesNotThrow(
        () -> PackageRules.check("bootstrap", elf, List.of("libHello.so"), Architecture.X86_64));
  }

  @Test
  void rejectsANewerGlibc() {
    Elf elf = new Elf(Elf.X86_64, List.of(), List.of("GLIBC_2.4", "GLIBC_2.38", "GLIBC_PRIVATE"));
    assertTrue(rejection(elf, Architecture.X86_64).contains("GLIBC_2.38"));
  }

  @Test
  void rejectsALibraryThatIsNotThere() {
    Elf elf = new Elf(Elf.X86_64, List.of("libssl.so.3"), List.of());
    assertTrue(rejection(elf, Architecture.X86_64).contains("libssl.so.3"));
  }

  @Test
  void rejectsAnotherProcessor() {
    assertTrue(
        rejection(new Elf(Elf.X86_64, List.of(), List.of()), Architecture.ARM64).contains("arm64"));
  }

  private static String rejection(Elf elf, Architecture architecture) {
    MojoExecutionException rejected =
        assertThrows(
            MojoExecutionException.class,
            () -> PackageRules.check("bootstrap", elf, List.of(), architecture));
    return Objects.toString(rejected.getMessage());
  }

  @Test
  void zipsTheSameFilesToTheSameBytesInEveryTimeZone() throws IOException {
    Path library = Files.writeString(folder.resolve("libHello.so"), "library");
    Path executable = Files.writeString(folder.resolve("bootstrap"), "executable");
    TimeZone zone = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
      LambdaZip.write(folder.resolve("one.zip"), List.of(library, executable));
      TimeZone.setDefault(TimeZone.getTimeZone("America/Lima"));
      LambdaZip.write(folder.resolve("two.zip"), List.of(library, executable));
    } finally {
      TimeZone.setDefault(zone);
    }
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("one.zip")),
        Files.readAllBytes(folder.resolve("two.zip")));
    try (ZipFile zip = ZipFile.builder().setPath(folder.resolve("one.zip")).get()) {
      ZipArchiveEntry entry = Objects.requireNonNull(zip.getEntry("bootstrap"));
      assertEquals(0100755, entry.getUnixMode());
    }
  }

  @Test
  void unpacksWhatItZips() throws IOException {
    Path executable = Files.writeString(folder.resolve("bootstrap"), "executable");
    Path zip = folder.resolve("lambda.zip");
    LambdaZip.write(zip, List.of(executable));
    Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
    LambdaZip.unpack(zip, unpacked);
    assertEquals("executable", Files.readString(unpacked.resolve("bootstrap")));
    assertTrue(Files.isExecutable(unpacked.resolve("bootstrap")));
  }

  @Test
  void refusesAnUnknownProcessor() {
    assertThrows(MojoExecutionException.class, () -> Architecture.of("riscv64"));
  }
}
