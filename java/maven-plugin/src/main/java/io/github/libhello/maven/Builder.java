package io.github.libhello.maven;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.logging.Log;

/** Runs the image builder. */
final class Builder {

  private final LoggedProcess process;
  private final BuilderMemory memory;
  private final Log log;

  /** It runs in the folder, and its log is there too. */
  Builder(Log log, Path folder) {
    this.process = new LoggedProcess(log, folder);
    this.memory = new BuilderMemory(folder);
    this.log = log;
  }

  /** Builds an image, of which the options end with the main class. */
  void build(Path nativeImage, List<String> options) throws IOException, MojoExecutionException {
    List<String> command = new ArrayList<>(List.of(nativeImage.toString()));
    command.addAll(options);
    String shortage = memory.shortage();
    if (shortage != null) {
      log.warn(shortage);
    }
    LoggedProcess.Result result = process.run("native-image", command);
    if (result.status() != 0) {
      throw new MojoExecutionException(
          BuilderFailure.describe(result, memory) + " The log: " + result.logFile());
    }
    memory.remember(result.output());
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
