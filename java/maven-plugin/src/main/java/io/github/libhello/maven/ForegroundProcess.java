package io.github.libhello.maven;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.maven.plugin.MojoExecutionException;

/** A process with the terminal of Maven's own, which ends when Maven does. */
final class ForegroundProcess {

  /** From the signal on; the local Lambda gives the function two seconds of it. */
  private static final int SECONDS_TO_END = 10;

  /** What is said to a process, and what it says, until its end. */
  @FunctionalInterface
  interface Dialogue {
    /** Reads its standard output and writes its standard input. */
    void hold(BufferedReader output, Writer input) throws IOException;
  }

  private ForegroundProcess() {}

  /** The status that it ended with. */
  static int run(List<String> command) throws IOException, MojoExecutionException {
    return await(new ProcessBuilder(command).inheritIO().start(), (output, input) -> {});
  }

  /** The same with a process that has nothing but standard error on the terminal. */
  static int run(List<String> command, Dialogue dialogue)
      throws IOException, MojoExecutionException {
    ProcessBuilder builder = new ProcessBuilder(command);
    return await(builder.redirectError(ProcessBuilder.Redirect.INHERIT).start(), dialogue);
  }

  private static int await(Process process, Dialogue dialogue)
      throws IOException, MojoExecutionException {
    Thread ending = new Thread(() -> end(process));
    Runtime.getRuntime().addShutdownHook(ending);
    try {
      dialogue.hold(process.inputReader(UTF_8), process.outputWriter(UTF_8));
      return process.waitFor();
    } catch (IOException | RuntimeException broken) {
      end(process);
      throw broken;
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
