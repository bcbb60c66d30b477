package io.github.libhello.junit;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** What the local Lambda is to run: its options and, after two hyphens, the function's command. */
final class FunctionCommand {

  static final String IMAGE_PROPERTY = "libhello.image";

  /** What {@code mvn package} makes, and what is meant where the property has no value. */
  private static final String PACKAGE = "target/lambda.zip";

  /** Runs handlers of AWS's interfaces. */
  private static final String HANDLER_MAIN = "io.github.libhello.aws.HandlerMain";

  private final LambdaTest test;
  private final Class<?> testClass;

  FunctionCommand(LambdaTest test, Class<?> testClass) {
    this.test = test;
    this.testClass = testClass;
  }

  /** An image where there is one, else a JVM; a package is unpacked into the folder. */
  List<String> words(@Nullable String image, Path folder) throws IOException {
    List<String> words = new ArrayList<>(List.of("--port", "0"));
    words.addAll(List.of("--memory", Integer.toString(test.memory())));
    words.addAll(List.of("--timeout", Integer.toString(test.timeout())));
    for (String variable : test.environment()) {
      words.addAll(List.of("--env", variable));
    }
    boolean program = hasMain(test.value());
    if (!test.handler().isEmpty()) {
      words.addAll(List.of("--handler", test.handler()));
    } else if (!program) {
      words.addAll(List.of("--handler", test.value().getName()));
    }
    if (image != null) {
      // Maven gives a property without a value this one.
      String named = image.isEmpty() || image.equals("true") ? PACKAGE : image;
      words.addAll(List.of("--", executable(Path.of(named).toAbsolutePath(), folder).toString()));
      return words;
    }
    Path classes = locationOf(test.value());
    if (Files.isDirectory(classes)) {
      words.addAll(List.of("--task-root", classes.toString()));
    }
    words.addAll(List.of("--", Path.of(System.getProperty("java.home"), "bin/java").toString()));
    words.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
    words.addAll(List.of(test.jvmArgs()));
    words.addAll(List.of("-cp", classPath()));
    words.add(program ? test.value().getName() : HANDLER_MAIN);
    return words;
  }

  private static boolean hasMain(Class<?> type) {
    try {
      return Modifier.isStatic(type.getMethod("main", String[].class).getModifiers());
    } catch (NoSuchMethodException none) {
      return false;
    }
  }

  /** That of the tests, without the folder of the tests' own classes. */
  private String classPath() {
    Path own = locationOf(testClass);
    List<String> entries = new ArrayList<>();
    for (String property : List.of("java.class.path", "jdk.module.path")) {
      for (String entry : System.getProperty(property, "").split(File.pathSeparator)) {
        if (!entry.isEmpty() && !Path.of(entry).toAbsolutePath().equals(own)) {
          entries.add(Path.of(entry).toAbsolutePath().toString());
        }
      }
    }
    return String.join(File.pathSeparator, entries);
  }

  /** The folder or jar that a class was loaded from. */
  static Path locationOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException odd) {
      throw new IllegalStateException(type + " comes from nowhere that is a file", odd);
    }
  }

  private static Path executable(Path image, Path folder) throws IOException {
    if (!Files.exists(image)) {
      throw new IllegalStateException(
          "There is no image " + image + ", which the property " + IMAGE_PROPERTY + " names.");
    }
    if (Files.isDirectory(image)) {
      return image.resolve("bootstrap");
    }
    if (!image.toString().endsWith(".zip")) {
      return image;
    }
    Path unpacked = Files.createDirectory(folder.resolve("package"));
    try (InputStream in = Files.newInputStream(image);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = unpacked.resolve(entry.getName()).normalize();
        if (!file.startsWith(unpacked)) {
          throw new IOException(image + " has an entry outside of it: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.resolveSibling("."));
          Files.copy(zip, file);
          // What java.util.zip reads does not tell.
          file.toFile().setExecutable(true);
        }
      }
    }
    return unpacked.resolve("bootstrap");
  }
}
