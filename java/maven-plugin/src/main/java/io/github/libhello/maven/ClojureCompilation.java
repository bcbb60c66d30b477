package io.github.libhello.maven;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * The goal that compiles Clojure, without what takes its time: it starts a JVM for each
 * compilation, and Clojure's compiler is slow in a new one. Here one stays, with the options and
 * the class path that the goal gives to its own. Where that JVM doesn't know what to compile, the
 * goal does it.
 */
final class ClojureCompilation {

  private static final String SCRIPT = "compile_saved.clj";

  private final Log log;
  private final Path folder;
  private final Path base;
  private final Path output;
  private final List<String> command;
  private @Nullable Process process;
  private Map<Path, ClassFiles.Signature> known = Map.of();

  private ClojureCompilation(Log log, Path folder, Path base, Path output, List<String> command) {
    this.log = log;
    this.folder = folder;
    this.base = base;
    this.output = output;
    this.command = command;
  }

  /**
   * In place of that step, or null if it is another goal, or one with settings that it takes
   * itself.
   */
  static @Nullable ClojureCompilation of(
      MojoExecution step, MavenSession session, String java, Path folder, Log log)
      throws IOException, DependencyResolutionRequiredException {
    MavenProject project = session.getCurrentProject();
    ClojureSettings settings =
        ClojureSettings.of(
            step,
            name ->
                session
                    .getUserProperties()
                    .getProperty(name, project.getProperties().getProperty(name)));
    if (settings == null) {
      return null;
    }
    Path base = project.getBasedir().toPath();
    Path output = Path.of(project.getBuild().getOutputDirectory());
    List<Path> folders = new ArrayList<>(List.of(output.resolveSibling("generated-sources")));
    settings.sourceDirectories().forEach(source -> folders.add(base.resolve(source)));
    List<String> sources = folders.stream().filter(Files::isDirectory).map(Path::toString).toList();
    if (sources.isEmpty()) {
      return null;
    }
    List<String> classPath = new ArrayList<>(sources);
    classPath.addAll(project.getCompileClasspathElements());
    classPath.addAll(namespaceTools());

    // The other compiler of the JVM would still be at work when the function starts.
    List<String> command = new ArrayList<>(List.of(java, "-XX:TieredStopAtLevel=1"));
    command.addAll(settings.jvmArgs());
    command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath), "clojure.main"));
    command.addAll(List.of(folder.resolve(SCRIPT).toString(), output.toString()));
    command.addAll(sources);
    ClojureCompilation compilation =
        new ClojureCompilation(log, folder, base, output, List.copyOf(command));
    compilation.start();
    return compilation;
  }

  /** The jars of the plugin's own that read what namespaces depend on. */
  private static List<String> namespaceTools() throws IOException {
    List<String> jars = new ArrayList<>();
    for (String inside :
        List.of("tools/namespace/track.cljc", "tools/reader.clj", "java/classpath.clj")) {
      URL found =
          Objects.requireNonNull(
              ClojureCompilation.class.getResource("/clojure/" + inside), inside);
      URL jar = ((JarURLConnection) found.openConnection()).getJarFileURL();
      jars.add(Path.of(URI.create(jar.toString())).toString());
    }
    return jars;
  }

  /** What Clojure says of what was saved, or null; of the goal itself where that has to run. */
  @Nullable String run(Supplier<@Nullable String> goal) {
    try {
      String answer = ask();
      if (answer != null && answer.startsWith("failed ")) {
        known = ClassFiles.signatures(output);
        return URLDecoder.decode(answer.substring("failed ".length()), UTF_8);
      }
      if (Objects.equals(answer, "compiled")) {
        known = ClassFiles.signatures(output);
        return null;
      }
      log.debug("The goal compiles Clojure, since the JVM that stays said " + answer);
    } catch (IOException broken) {
      log.debug("The JVM that compiles Clojure has ended", broken);
    }
    end();
    String error = goal.get();
    if (error == null) {
      try {
        start();
      } catch (IOException failed) {
        log.debug("There is no JVM that compiles Clojure", failed);
      }
    }
    return error;
  }

  /** Null where there is nobody to ask, or where another compiler has changed what is there. */
  private @Nullable String ask() throws IOException {
    Process asked = process;
    if (asked == null || !asked.isAlive() || !known.equals(ClassFiles.signatures(output))) {
      return null;
    }
    Writer input = asked.outputWriter(UTF_8);
    input.write("\n");
    input.flush();
    BufferedReader answers = asked.inputReader(UTF_8);
    return answers.readLine();
  }

  private void start() throws IOException {
    try (InputStream script =
        Objects.requireNonNull(getClass().getResourceAsStream("/watch/" + SCRIPT))) {
      Files.copy(script, folder.resolve(SCRIPT), StandardCopyOption.REPLACE_EXISTING);
    }
    known = ClassFiles.signatures(output);
    // It ends with its standard input, so with Maven, however that ends.
    process =
        new ProcessBuilder(command)
            .directory(base.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
  }

  private void end() {
    Process ending = process;
    if (ending != null) {
      ending.destroyForcibly();
    }
    process = null;
  }
}
