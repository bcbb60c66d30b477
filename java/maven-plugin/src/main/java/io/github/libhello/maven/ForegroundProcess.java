package io.github.libhello.maven;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.maven.plugin.MojoExecutionException;

/** A process with the terminal of Maven's own, which ends when Maven does. */
final class ForegroundProcess {

  /** From the signal on; the local Lambda gives the function two seconds of it. */
  private static final int SECONDS_TO_END = 10;

  private ForegroundProcess() {}

  /** The status that it ended with. */
  static int run(List<String> command) throws IOException, MojoExecutionException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    Thread ending = new Thread(() -> end(process));
    Runtime.getRuntime().addShutdownHook(ending);
    try {
      return process.waitFor();
    } catch (InterruptedException interrupted) {
      end(process);
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("Interrupted", interrupted);
    } finally {
      removeHook(ending);
    }
  }

  private static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** What is no longer to be ended with Maven. */
  static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // Maven is ending, and the hook has run or is about to.
    }
  }
}
