package io.github.libhello.maven;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.maven.plugin.MojoExecution;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/**
 * How clojure-maven-plugin compiles.
 *
 * @param sourceDirectories below the project's folder
 * @param jvmArgs options of the JVM that compiles
 */
record ClojureSettings(List<String> sourceDirectories, List<String> jvmArgs) {

  private static final String PLUGIN = "com.theoryinpractise:clojure-maven-plugin";

  /** Which make other classes, or other files, than Clojure's compiler alone does. */
  private static final List<String> NOT_TAKEN =
      List.of(
          "outputDirectory",
          "generatedSourceDirectory",
          "temporaryOutputDirectory",
          "cleanAOTNamespaces",
          "copyAllCompiledNamespaces",
          "copiedNamespaces",
          "prependClasses",
          "workingDirectory",
          "clojureOptions");

  /**
   * Of a step, or null if it is no compilation of Clojure, or one with other settings than these.
   *
   * @param properties the value of a property, or null
   */
  static @Nullable ClojureSettings of(
      MojoExecution step, Function<String, @Nullable String> properties) {
    if (!step.getGoal().equals("compile") || !step.getPlugin().getKey().equals(PLUGIN)) {
      return null;
    }
    Xpp3Dom settings = step.getConfiguration();
    if (NOT_TAKEN.stream().anyMatch(name -> isSet(settings, name))
        || properties.apply("clojure.options") != null) {
      return null;
    }
    String options = isSet(settings, "vmargs") ? value(settings, "vmargs") : null;
    if (options == null) {
      options = Objects.requireNonNullElse(properties.apply("clojure.vmargs"), "");
    }
    if (options.matches(".*[\"'].*")) {
      return null;
    }
    List<String> jvmArgs = new ArrayList<>(Stream.of(options.trim().split("\\s+")).toList());
    jvmArgs.remove("");
    if ("true".equals(value(settings, "warnOnReflection"))) {
      jvmArgs.add("-Dclojure.compile.warn-on-reflection=true");
    }
    if ("true".equals(value(settings, "directLinking"))) {
      jvmArgs.add("-Dclojure.compiler.direct-linking=true");
    }
    return new ClojureSettings(sourceDirectories(settings), List.copyOf(jvmArgs));
  }

  private static List<String> sourceDirectories(Xpp3Dom settings) {
    Xpp3Dom named = settings.getChild("sourceDirectories");
    return named == null || named.getChildCount() == 0
        ? List.of("src/main/clojure")
        : Stream.of(named.getChildren()).map(Xpp3Dom::getValue).toList();
  }

  /** By the project: what Maven adds of its own is a default, or an expression. */
  private static boolean isSet(Xpp3Dom settings, String name) {
    Xpp3Dom setting = settings.getChild(name);
    if (setting == null) {
      return false;
    }
    String value = setting.getValue();
    return setting.getChildCount() > 0
        || value != null
            && !value.startsWith("${")
            && !value.equals(setting.getAttribute("default-value"));
  }

  private static @Nullable String value(Xpp3Dom settings, String name) {
    Xpp3Dom setting = settings.getChild(name);
    return setting == null ? null : setting.getValue();
  }
}
