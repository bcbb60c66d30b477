package io.github.libhello.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.maven.plugin.MojoExecutionException;

/** A JRE with those modules of the JDK alone that the program uses. */
final class JavaRuntime {

  private JavaRuntime() {}

  /**
   * The modules that the classes of the jars name. What is reached by a name in a text or a
   * service, such as a file system for zips, is not among them; nor are incubator modules, which no
   * JVM loads that is not told to.
   */
  static Set<String> modules(Jdk jdk, LoggedProcess process, Path work, List<Path> jars)
      throws IOException, MojoExecutionException {
    Path merged = work.resolve("all-classes.jar");
    ProgramJars.merge(jars, merged);
    List<String> output =
        process.require(
            "jdeps",
            List.of(
                jdk.tool("jdeps").toString(),
                "--print-module-deps",
                "--ignore-missing-deps",
                merged.toString()),
            Map.of());
    Files.delete(merged);
    Set<String> modules = new TreeSet<>();
    for (String line : output) {
      if (line.matches("[\\w.]+(,[\\w.]+)*")) {
        modules.addAll(List.of(line.split(",")));
      }
    }
    modules.removeIf(module -> module.startsWith("jdk.incubator."));
    return modules;
  }

  /** Makes it, with nothing that a cache of one's own replaces. */
  static void link(Jdk jdk, LoggedProcess process, Set<String> modules, Path target)
      throws IOException, MojoExecutionException {
    process.require(
        "jlink",
        List.of(
            jdk.tool("jlink").toString(),
            "--add-modules",
            String.join(",", modules),
            "--vm",
            "server",
            "--strip-java-debug-attributes",
            "--no-header-files",
            "--no-man-pages",
            "--output",
            target.toString()),
        Map.of());
    for (Path file : LambdaZip.files(target)) {
      if (file.toString().endsWith(".jsa")) {
        Files.delete(file);
      }
    }
  }
}
