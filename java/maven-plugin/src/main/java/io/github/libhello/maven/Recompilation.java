package io.github.libhello.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.lifecycle.LifecycleExecutor;
import org.apache.maven.plugin.AbstractMojoExecutionException;
import org.apache.maven.plugin.BuildPluginManager;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.PluginConfigurationException;
import org.apache.maven.plugin.PluginManagerException;
import org.apache.maven.plugin.logging.Log;
import org.jspecify.annotations.Nullable;

/**
 * The project's own goals up to its classes, whatever their language, as often as it takes: in the
 * Maven that runs, whose compilers are warm after the first time.
 */
final class Recompilation {

  private static final String PHASE = "process-classes";

  private final MavenSession session;
  private final BuildPluginManager plugins;
  private final List<MojoExecution> steps;
  private final Map<MojoExecution, ClojureCompilation> clojure = new HashMap<>();

  private Recompilation(
      MavenSession session, BuildPluginManager plugins, List<MojoExecution> steps) {
    this.session = session;
    this.plugins = plugins;
    this.steps = steps;
  }

  /**
   * Of the project that the session is at.
   *
   * @param java for a compiler that has no place in Maven's own JVM
   * @param folder for its files
   */
  static Recompilation of(
      MavenSession session,
      LifecycleExecutor lifecycle,
      BuildPluginManager plugins,
      String java,
      Path folder,
      Log log)
      throws MojoExecutionException {
    try {
      List<MojoExecution> steps =
          lifecycle.calculateExecutionPlan(session, true, PHASE).getMojoExecutions();
      boolean generates = generates(Path.of(session.getCurrentProject().getBuild().getDirectory()));
      Recompilation recompilation =
          new Recompilation(
              session, plugins, steps.stream().filter(step -> generates || !isKapt(step)).toList());
      for (MojoExecution step : recompilation.steps) {
        ClojureCompilation faster = ClojureCompilation.of(step, session, java, folder, log);
        if (faster != null) {
          recompilation.clojure.put(step, faster);
        }
      }
      return recompilation;
    } catch (Exception failed) { // of ten kinds, of which none can be answered
      throw new MojoExecutionException(
          "Maven does not say what compiles the project: " + failed.getMessage(), failed);
    }
  }

  /** Kotlin's annotation processing takes as long as its compiler, also where there is none. */
  private static boolean isKapt(MojoExecution step) {
    return step.getGoal().equals("kapt");
  }

  private static boolean generates(Path target) throws IOException {
    Path generated = target.resolve("generated-sources");
    if (!Files.exists(generated)) {
      return false;
    }
    try (Stream<Path> walk = Files.walk(generated)) {
      return walk.anyMatch(Files::isRegularFile);
    }
  }

  /** Why there are no classes, in the compiler's words, or null. */
  @Nullable String run() {
    for (MojoExecution step : steps) {
      ClojureCompilation faster = clojure.get(step);
      String error = faster == null ? run(step) : faster.run(() -> run(step));
      if (error != null) {
        return error;
      }
    }
    return null;
  }

  private @Nullable String run(MojoExecution step) {
    try {
      plugins.executeMojo(session, step);
      return null;
    } catch (MojoFailureException | MojoExecutionException failed) {
      return words(failed);
    } catch (PluginConfigurationException | PluginManagerException | RuntimeException failed) {
      // A compiler that breaks must not end the function with it; the next save may mend that.
      return step.getGoal() + " failed: " + failed;
    }
  }

  /** The compiler for Java says more in its long message, the one for Kotlin in its short one. */
  private static String words(AbstractMojoExecutionException failed) {
    String message = String.valueOf(failed.getMessage());
    String longer = failed.getLongMessage();
    return longer == null || message.contains(longer) ? message : longer;
  }
}
