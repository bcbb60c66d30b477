package io.github.libhello.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a JVM's package is made of: the JDK that is chosen, the jars, and the zip. */
final class JvmPackageTest {

  @TempDir Path folder;

  private Path jdk(String name, String version, String... tools) throws IOException {
    Path home = Files.createDirectories(folder.resolve(name));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    Path bin = Files.createDirectory(home.resolve("bin"));
    for (String tool : tools) {
      Path file = Files.writeString(bin.resolve(tool), "#!/bin/sh\necho no run-time image\n");
      assertTrue(file.toFile().setExecutable(true));
    }
    return home;
  }

  @Test
  void takesTheToolchainsJdkBeforeThatOfTheEnvironment() throws Exception {
    Path one = jdk("one", "25.0.3", "java", "jlink", "jdeps");
    Path two = jdk("two", "26", "java", "jlink", "jdeps");
    Files.createDirectory(one.resolve("jmods"));
    Files.createDirectory(two.resolve("jmods"));
    Map<String, String> environment = Map.of("JAVA_HOME", one.toString());
    String java = two.resolve("bin/java").toString();
    assertEquals(two.toRealPath(), Jdk.find(environment, java, () -> null).home());
    assertEquals(one, Jdk.find(environment, null, () -> null).home());
  }

  @Test
  void passesOverWhatCannotMakeTheCache() throws Exception {
    Path old = jdk("old", "21.0.9", "java", "jlink", "jdeps");
    Path good = jdk("good", "25", "java", "jlink", "jdeps");
    Files.createDirectory(good.resolve("jmods"));
    Map<String, String> environment =
        Map.of("JAVA_HOME", old.toString(), "GRAALVM_HOME", good.toString());
    Jdk found = Jdk.find(environment, old.resolve("bin/java").toString(), () -> good);
    assertTrue(found.identity().contains("25"), found::toString);
  }

  @Test
  void saysWhatEachJdkLacks() throws IOException {
    assertTrue(refusal(jdk("old", "21.0.9", "jlink", "jdeps")).contains("is Java 21"));
    assertTrue(refusal(jdk("java8", "1.8.0_492", "jlink", "jdeps")).contains("is Java 8"));
    assertTrue(refusal(jdk("small", "25", "jdeps")).contains("has no jlink"));
    assertTrue(refusal(jdk("bare", "25", "jlink", "jdeps")).contains("has no jmods"));
    assertTrue(refusal(Files.createDirectory(folder.resolve("none"))).contains("is no JDK"));
  }

  /** What is said of the last JDK; those of the machine are passed over by a search that ends. */
  private static String refusal(Path home) throws IOException {
    return Objects.requireNonNull(new Jdk(home).lack());
  }

  @Test
  void saysWhatToInstall() throws IOException {
    MojoExecutionException refused =
        assertThrows(MojoExecutionException.class, () -> Jdk.none(List.of("Maven's Java is 17")));
    String message = Objects.toString(refused.getMessage());
    assertTrue(message.contains("Maven's Java is 17"), message);
    assertTrue(message.contains("set JAVA_HOME"), message);
  }

  @Test
  void putsTheClassPathIntoJars() throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes/com/example"));
    Files.writeString(classes.resolve("A.class"), "a");
    Path one = jar("one/some library.jar", "B.class");
    Path two = jar("two/some library.jar", "C.class");
    Path bundle = Files.createDirectory(folder.resolve("bundle"));
    Program program =
        new Program("com.example.A", null, List.of(folder.resolve("classes"), one, two), List.of());
    ProgramJars.write(program, bundle);
    try (JarFile function = new JarFile(bundle.resolve("function.jar").toFile())) {
      Attributes facts = function.getManifest().getMainAttributes();
      assertEquals("com.example.A", facts.getValue(Attributes.Name.MAIN_CLASS));
      assertEquals(
          "lib/classes.jar lib/some%20library.jar lib/2-some%20library.jar",
          facts.getValue(Attributes.Name.CLASS_PATH));
    }
    try (JarFile packed = new JarFile(bundle.resolve("lib/classes.jar").toFile())) {
      assertNotNull(packed.getEntry("com/example/A.class"));
    }
    assertTrue(Files.exists(bundle.resolve("lib/2-some library.jar")));
  }

  @Test
  void looksAtAllClassesButThoseOfModules() throws IOException {
    Path one = jar("one.jar", "A.class", "module-info.class", "META-INF/versions/21/A.class");
    Path two = jar("two.jar", "A.class", "B.class", "text");
    Path merged = folder.resolve("merged.jar");
    ProgramJars.merge(List.of(one, two), merged);
    try (JarFile jar = new JarFile(merged.toFile())) {
      assertEquals(
          List.of("A.class", "B.class"), jar.stream().map(JarEntry::getName).sorted().toList());
    }
  }

  private Path jar(String name, String... entries) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out)) {
      for (String entry : entries) {
        jar.putNextEntry(new JarEntry(entry));
      }
    }
    return file;
  }

  @Test
  void zipsAFolderWithItsModesAndWithoutLinks() throws IOException {
    Path bundle = Files.createDirectories(folder.resolve("bundle"));
    Path bin = Files.createDirectories(bundle.resolve("jre/bin"));
    Path java = Files.writeString(bin.resolve("java"), "java");
    assertTrue(java.toFile().setExecutable(true));
    Files.writeString(bundle.resolve("handler"), "A");
    Files.createSymbolicLink(bundle.resolve("link"), Path.of("handler"));
    LambdaZip.writeFolder(folder.resolve("lambda.zip"), bundle);
    try (ZipFile zip = ZipFile.builder().setPath(folder.resolve("lambda.zip")).get()) {
      assertEquals(0100755, Objects.requireNonNull(zip.getEntry("jre/bin/java")).getUnixMode());
      assertEquals(0100644, Objects.requireNonNull(zip.getEntry("handler")).getUnixMode());
      assertNull(zip.getEntry("link"));
      assertEquals(
          LambdaZip.time(),
          Objects.requireNonNull(zip.getEntry("handler")).getLastModifiedTime().toInstant());
    }
  }

  @Test
  void deletesFoldersWithWhatIsInThem() throws IOException {
    Path inner = Files.createDirectories(folder.resolve("one/two"));
    Files.createFile(inner.resolve("file"));
    Folders.delete(folder.resolve("one"));
    assertFalse(Files.exists(folder.resolve("one")));
    Folders.delete(folder.resolve("one"));
  }
}
