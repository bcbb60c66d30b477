package io.github.libhello.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.maven.plugin.MojoExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A JDK that a JVM's package can be made of: with jlink, and with the AOT cache of Java 25.
 *
 * @param home its folder
 */
record Jdk(Path home) {

  /** The first whose AOT cache can be recorded and made by options of their own (JEP 514). */
  static final int OLDEST = 25;

  /** Looks where the machine's JDKs usually are. */
  @FunctionalInterface
  interface Search {
    /** The home of a JDK 25, or null. */
    @Nullable Path find() throws IOException, MojoExecutionException;
  }

  /**
   * By a toolchain, JAVA_HOME, Maven's own, the PATH, GRAALVM_HOME; else what the search finds.
   *
   * @param toolchain the java of the build's toolchain
   */
  static Jdk find(Map<String, String> environment, @Nullable String toolchain, Search search)
      throws IOException, MojoExecutionException {
    List<String> refused = new ArrayList<>();
    for (Place place : places(environment, toolchain)) {
      Jdk jdk = new Jdk(place.home());
      String lack = jdk.lack();
      if (lack == null) {
        return jdk;
      }
      refused.add(place.name() + " (" + place.home() + ") " + lack);
    }
    Path found = search.find();
    if (found != null) {
      Jdk jdk = new Jdk(found);
      String lack = jdk.lack();
      if (lack == null) {
        return jdk;
      }
      refused.add(found + " " + lack);
    }
    return none(refused);
  }

  /** Says why there is none. */
  static Jdk none(List<String> refused) throws MojoExecutionException {
    throw new MojoExecutionException(
        "A JVM's package is made of a JDK of "
            + OLDEST
            + " or later with jlink, and there is none: "
            + String.join("; ", refused)
            + ". Install one and set JAVA_HOME to its home.");
  }

  private record Place(String name, Path home) {}

  private static List<Place> places(Map<String, String> environment, @Nullable String toolchain)
      throws IOException {
    List<Place> places = new ArrayList<>();
    if (toolchain != null) {
      add(places, "the toolchain", homeOf(Path.of(toolchain)));
    }
    add(places, "JAVA_HOME", named(environment, "JAVA_HOME"));
    add(places, "Maven's Java", Path.of(System.getProperty("java.home")));
    Path java = NativeImage.onPath(environment.getOrDefault("PATH", ""), "java");
    if (java != null) {
      add(places, "java of the PATH", homeOf(java));
    }
    add(places, "GRAALVM_HOME", named(environment, "GRAALVM_HOME"));
    return places;
  }

  private static @Nullable Path named(Map<String, String> environment, String name) {
    String home = environment.get(name);
    return home == null || home.isEmpty() ? null : Path.of(home);
  }

  private static @Nullable Path homeOf(Path java) throws IOException {
    Path bin = java.toRealPath().getParent();
    return bin == null ? null : bin.getParent();
  }

  private static void add(List<Place> places, String name, @Nullable Path home) {
    if (home != null && places.stream().noneMatch(place -> place.home().equals(home))) {
      places.add(new Place(name, home));
    }
  }

  Path tool(String name) {
    return home.resolve("bin").resolve(name);
  }

  /** Which JDK this is, as its file about that says. */
  String identity() throws IOException {
    return Files.readString(home.resolve("release"));
  }

  /** What it lacks, as the end of a sentence, or null. */
  @Nullable String lack() throws IOException {
    int feature = feature();
    if (feature < OLDEST) {
      return feature == 0 ? "is no JDK" : "is Java " + feature;
    }
    for (String tool : List.of("jlink", "jdeps")) {
      if (!Files.isExecutable(tool(tool))) {
        return "has no " + tool;
      }
    }
    return Files.isDirectory(home.resolve("jmods")) || linksItself()
        ? null
        : "has no jmods, and its jlink does not do without";
  }

  private int feature() throws IOException {
    Path release = home.resolve("release");
    if (!Files.isReadable(release)) {
      return 0;
    }
    Properties facts = new Properties();
    try (var text = Files.newBufferedReader(release)) {
      facts.load(text);
    }
    String version = facts.getProperty("JAVA_VERSION", "").replace("\"", "");
    String feature = version.replaceFirst("^1\\.", "").replaceFirst("[^0-9].*", "");
    return feature.isEmpty() ? 0 : Integer.parseInt(feature);
  }

  /** Whether it is one of those that link from what they consist of (JEP 493). */
  private boolean linksItself() throws IOException {
    Process help =
        new ProcessBuilder(tool("jlink").toString(), "--help").redirectErrorStream(true).start();
    try (var lines = help.inputReader()) {
      return lines.lines().toList().stream()
          .anyMatch(line -> line.contains("run-time image enabled"));
    }
  }
}
