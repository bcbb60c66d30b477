package io.github.libhello.maven;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugin.MojoExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What builds and runs containers.
 *
 * @param name docker or podman
 * @param executable where it is
 */
record ContainerEngine(String name, Path executable) {

  /** docker where its daemon answers, else podman, else null. */
  static @Nullable ContainerEngine find(Map<String, String> environment)
      throws IOException, MojoExecutionException {
    for (String name : List.of("docker", "podman")) {
      Path executable = NativeImage.onPath(environment.getOrDefault("PATH", ""), name);
      if (executable != null && works(executable)) {
        return new ContainerEngine(name, executable);
      }
    }
    return null;
  }

  private static boolean works(Path executable) throws IOException, MojoExecutionException {
    Process process =
        new ProcessBuilder(executable.toString(), "info")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      process.getOutputStream().close();
      return process.waitFor() == 0;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("Interrupted", interrupted);
    } finally {
      process.destroy();
    }
  }

  /** Builds, with the output in a log; an image that has attestations is none that Lambda takes. */
  void build(LoggedProcess process, List<String> arguments)
      throws IOException, MojoExecutionException {
    List<String> command = new ArrayList<>(List.of(executable.toString()));
    command.addAll(arguments);
    process.require(name + "-build", command, Map.of("BUILDX_NO_DEFAULT_ATTESTATIONS", "1"));
  }
}
