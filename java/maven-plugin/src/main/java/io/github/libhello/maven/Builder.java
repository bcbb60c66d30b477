package io.github.libhello.maven;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.logging.Log;

/**
 * Runs commands that take long: all output into a log file, the lines of progress on the screen.
 */
final class Builder {

  private final Log log;
  private final Path folder;
  private final Path logFile;

  /** The commands run in the folder, and the log is there too. */
  Builder(Log log, Path folder) {
    this.log = log;
    this.folder = folder;
    this.logFile = folder.resolve("native-image.log");
  }

  /** The output of a command, and the status that it ended with. */
  record Result(int status, List<String> output) {}

  /** Builds an image, of which the options end with the main class. */
  void build(Path nativeImage, List<String> options) throws IOException, MojoExecutionException {
    List<String> command = new ArrayList<>(List.of(nativeImage.toString()));
    command.addAll(options);
    Result result = run(command);
    if (result.status() != 0) {
      throw new MojoExecutionException(
          BuilderFailure.describe(result.status(), result.output()) + " The log: " + logFile);
    }
  }

  private Result run(List<String> command) throws IOException, MojoExecutionException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
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
      return new Result(process.waitFor(), output);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("The build of the image was interrupted", interrupted);
    } finally {
      process.destroy();
    }
  }

  /**
   * Without a C compiler the builder fails at its end, a minute later.
   *
   * @throws MojoExecutionException which says what to install
   */
  static void requireCompiler(String path, List<String> options) throws MojoExecutionException {
    boolean named = options.stream().anyMatch(option -> option.startsWith("-H:CCompilerPath="));
    if (named || NativeImage.onPath(path, "gcc") != null) {
      return;
    }
    throw new MojoExecutionException(
        "native-image links by a C compiler, and there is no gcc on the PATH: apt-get install gcc"
            + " libc6-dev zlib1g-dev, or dnf install gcc glibc-devel zlib-devel.");
  }
}
