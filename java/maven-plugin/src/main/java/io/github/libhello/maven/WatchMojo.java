package io.github.libhello.maven;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.lifecycle.LifecycleExecutor;
import org.apache.maven.model.Resource;
import org.apache.maven.plugin.BuildPluginManager;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Execute;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProject;
import org.apache.maven.toolchain.ToolchainManager;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * Serves the classes on a JVM under a local Lambda until Ctrl-C, and compiles what is saved: the
 * next event is answered by the new code. Where that does not compile, each event gets what the
 * compiler says as its error.
 */
@Mojo(name = "watch", requiresDependencyResolution = ResolutionScope.COMPILE_PLUS_RUNTIME)
@Execute(phase = LifecyclePhase.PROCESS_CLASSES)
public final class WatchMojo extends FunctionMojo {

  private final LifecycleExecutor lifecycle;
  private final BuildPluginManager plugins;

  /** Port of the Invoke API on 127.0.0.1. */
  @Parameter(property = "libhello.port", defaultValue = "9000")
  private int port;

  /** Files and folders that are watched, beside the project's sources and resources. */
  @Parameter(property = "libhello.watch")
  private List<String> watch = List.of();

  /**
   * Called by Maven.
   *
   * @param project what is run
   * @param session the run of Maven
   * @param toolchains the JDKs that the user has declared
   * @param repositories where the local Lambda comes from
   * @param lifecycle tells which goals compile the project
   * @param plugins runs them
   */
  @Inject
  public WatchMojo(
      MavenProject project,
      MavenSession session,
      ToolchainManager toolchains,
      RepositorySystem repositories,
      LifecycleExecutor lifecycle,
      BuildPluginManager plugins) {
    super(project, session, toolchains, repositories);
    this.lifecycle = lifecycle;
    this.plugins = plugins;
  }

  @Override
  public void execute() throws MojoExecutionException {
    if (project().getPackaging().equals("pom")) {
      return;
    }
    try {
      Path folder = work("libhello/watch");
      Recompilation recompilation =
          Recompilation.of(
              session(), lifecycle, plugins, java(), Files.createDirectories(folder), getLog());
      List<String> options = new ArrayList<>(List.of("--port", Integer.toString(port)));
      options.addAll(List.of("--build", "-"));
      for (Path path : watched()) {
        getLog().info("Watching " + path);
        options.addAll(List.of("--watch", path.toString()));
      }
      showCalls(port);
      RestartedJvm jvm = restartedJvm(folder);
      jvm.watchFirstStart();
      FileTime pom = pomTime();
      int status =
          ForegroundProcess.run(
              emulatorOf(jvm, options),
              (asked, told) -> build(recompilation, jvm, pom, asked, told));
      if (status != 0) {
        throw new MojoExecutionException("The local Lambda ended with status " + status);
      }
    } catch (IOException | DependencyResolutionRequiredException failed) {
      throw new MojoExecutionException(
          "The function could not be started: " + failed.getMessage(), failed);
    }
  }

  /** Compiles whenever the local Lambda has written a line, and answers with one. */
  private void build(
      Recompilation recompilation,
      RestartedJvm jvm,
      FileTime pom,
      BufferedReader asked,
      Writer told)
      throws IOException {
    while (asked.readLine() != null) {
      long began = System.nanoTime();
      String error = recompilation.run();
      if (error == null) {
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        getLog().info("Compiled in " + took + " ms");
      }
      if (!pomTime().equals(pom)) {
        getLog().warn("The pom has changed: end this goal and start it again.");
      }
      jvm.prepare();
      told.write(answer(error));
      told.flush();
    }
  }

  /** A line of JSON. */
  static String answer(@Nullable String error) {
    if (error == null) {
      return "{}\n";
    }
    StringBuilder line = new StringBuilder("{\"error\": \"");
    for (char letter : error.toCharArray()) {
      if (letter == '"' || letter == '\\') {
        line.append('\\').append(letter);
      } else if (letter < ' ' || Character.isSurrogate(letter)) {
        line.append(String.format("\\u%04x", (int) letter));
      } else {
        line.append(letter);
      }
    }
    return line.append("\"}\n").toString();
  }

  private FileTime pomTime() throws IOException {
    Path pom = project().getFile().toPath();
    return Files.exists(pom) ? Files.getLastModifiedTime(pom) : FileTime.fromMillis(0);
  }

  /** All that the classes are made of, but for what the build itself writes. */
  private Set<Path> watched() {
    Path base = project().getBasedir().toPath();
    Path target = Path.of(project().getBuild().getDirectory());
    Set<Path> found = new TreeSet<>();
    project().getCompileSourceRoots().forEach(root -> found.add(base.resolve(root)));
    for (Resource resource : project().getResources()) {
      found.add(base.resolve(resource.getDirectory()));
    }
    // Compilers for other languages have settings of their own for this.
    Path conventional = base.resolve("src/main");
    found.add(Files.exists(conventional) ? conventional : base.resolve("src"));
    watch.forEach(path -> found.add(base.resolve(path)));
    found.removeIf(path -> !Files.exists(path) || path.startsWith(target));
    Set<Path> all = Set.copyOf(found);
    found.removeIf(
        path -> all.stream().anyMatch(other -> !other.equals(path) && path.startsWith(other)));
    return found;
  }
}
