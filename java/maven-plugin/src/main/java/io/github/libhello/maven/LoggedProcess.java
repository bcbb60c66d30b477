package io.github.libhello.maven;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.logging.Log;

/**
 * A command that takes long: all output goes into a log file, the lines of progress to the screen.
 */
final class LoggedProcess {

  private static final int LAST_LINES = 15;

  private final Log log;
  private final Path folder;

  /** The commands run in the folder, and their logs are there too. */
  LoggedProcess(Log log, Path folder) {
    this.log = log;
    this.folder = folder;
  }

  /**
   * What has ended.
   *
   * @param output all lines, of both streams
   * @param logFile where they are
   */
  record Result(int status, List<String> output, Path logFile) {

    /** The end of the output, for a message. */
    String lastLines() {
      StringBuilder text = new StringBuilder();
      for (String line : output.subList(Math.max(0, output.size() - LAST_LINES), output.size())) {
        text.append("    ").append(line).append('\n');
      }
      return text.toString();
    }
  }

  /** Runs it to its end, with a log that has this name. */
  Result run(String name, List<String> command) throws IOException, MojoExecutionException {
    return run(name, command, Map.of());
  }

  /** The same with variables beside those of Maven's own environment. */
  Result run(String name, List<String> command, Map<String, String> variables)
      throws IOException, MojoExecutionException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(variables);
    log.debug(String.join(" ", command));
    Path logFile = folder.resolve(name + ".log");
    Process process = builder.start();
    Thread ending = new Thread(() -> end(process));
    Runtime.getRuntime().addShutdownHook(ending);
    process.getOutputStream().close();
    List<String> output = new ArrayList<>();
    try (BufferedReader lines = process.inputReader();
        BufferedWriter copy = Files.newBufferedWriter(logFile)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.add(line);
        copy.write(line);
        copy.newLine();
        if (line.matches("\\[\\d+/\\d+\\] .*")) {
          log.info(line);
        } else {
          log.debug(line);
        }
      }
      return new Result(process.waitFor(), output, logFile);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException(name + " was interrupted", interrupted);
    } finally {
      end(process);
      ForegroundProcess.removeHook(ending);
    }
  }

  /** With what it has started: the image builder is a process of native-image's. */
  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }

  /**
   * Runs a tool of which nobody knows why it failed, and fails with its last lines where it does.
   *
   * @return its output
   */
  List<String> require(String name, List<String> command, Map<String, String> variables)
      throws IOException, MojoExecutionException {
    Result result = run(name, command, variables);
    if (result.status() != 0) {
      throw new MojoExecutionException(
          name
              + " failed with status "
              + result.status()
              + ":\n"
              + result.lastLines()
              + "All of it: "
              + result.logFile());
    }
    return result.output();
  }
}
