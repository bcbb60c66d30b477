package io.github.libhello.junit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What is started, where it is no JVM, and what is said where nothing can be. */
final class FunctionCommandTest {

  @TempDir Path folder;

  /** A handler, since it has no main. */
  @LambdaTest(FunctionCommandTest.class)
  private static final class OfHandler {}

  @LambdaTest(value = FunctionCommandTest.class, handler = "com.example.Orders::create")
  private static final class OfMethod {}

  private List<String> words(Class<?> type, String image) throws IOException {
    LambdaTest test = type.getAnnotation(LambdaTest.class);
    return new FunctionCommand(Objects.requireNonNull(test), type).words(image, folder);
  }

  private Path zip(String entry) throws IOException {
    Path zip = folder.resolve("lambda.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry(entry));
      out.write("#!/bin/sh\n".getBytes(UTF_8));
    }
    return zip;
  }

  @Test
  void unpacksAPackageAndStartsItsImage() throws Exception {
    List<String> words = words(OfHandler.class, zip("bootstrap").toString());
    Path bootstrap = folder.resolve("package/bootstrap");
    List<String> end =
        List.of("--handler", FunctionCommandTest.class.getName(), "--", bootstrap.toString());
    assertEquals(end, words.subList(words.size() - 4, words.size()));
    assertTrue(Files.isExecutable(bootstrap));
  }

  @Test
  void takesNoPackageThatWritesElsewhere() throws Exception {
    String zip = zip("../bootstrap").toString();
    assertThrows(IOException.class, () -> words(OfHandler.class, zip));
  }

  @Test
  void startsTheImageOfAFolderOrAFile() throws Exception {
    Path bootstrap = Files.createFile(folder.resolve("bootstrap"));
    for (Path image : List.of(folder, bootstrap)) {
      List<String> words = words(OfMethod.class, image.toString());
      List<String> end =
          List.of("--handler", "com.example.Orders::create", "--", bootstrap.toString());
      assertEquals(end, words.subList(words.size() - 4, words.size()));
    }
  }

  @Test
  void takesThePackageOfMavenWhereThePropertyHasNoValue() {
    Path made = Path.of("target/lambda.zip").toAbsolutePath();
    for (String image : List.of("", "true")) {
      assertTrue(told(() -> words(OfHandler.class, image)).contains("There is no image " + made));
    }
  }

  @Test
  void saysWhatIsMissing() {
    String image = folder.resolve("none").toString();
    assertTrue(told(() -> words(OfHandler.class, image)).contains("There is no image " + image));
    Path jar = folder.resolve("libhello-junit/1.0/libhello-junit-1.0.jar");
    String told = told(() -> EmulatorExecutable.find(null, jar, folder));
    assertTrue(told.contains("<type>exe</type>"), told);
    String refused = told(() -> LocalLambda.start(List.of("/bin/sh", "-c", "echo port taken >&2")));
    assertEquals("The local Lambda could not be started:\nport taken", refused);
  }

  private static String told(Executable executable) {
    String message = assertThrows(IllegalStateException.class, executable).getMessage();
    return Objects.requireNonNull(message);
  }

  @Test
  void findsTheExecutableBesideTheJarOfARepository() throws Exception {
    Path group = folder.resolve("io/github/libhello");
    String classifier =
        System.getProperty("os.arch").equals("aarch64") ? "linux-aarch_64" : "linux-x86_64";
    Path carried = Files.createDirectories(group.resolve("lambda-emulator/1.0"));
    Files.writeString(carried.resolve("lambda-emulator-1.0-" + classifier + ".exe"), "program");
    Path jar = group.resolve("libhello-junit/1.0/libhello-junit-1.0.jar");
    Path found = EmulatorExecutable.find(null, jar, folder);
    assertEquals("program", Files.readString(found));
    assertTrue(Files.isExecutable(found));
    Path named = EmulatorExecutable.find("/bin/emulator", jar, folder);
    assertEquals(Path.of("/bin/emulator"), named);
  }
}
