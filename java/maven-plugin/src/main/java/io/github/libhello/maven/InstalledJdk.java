package io.github.libhello.maven;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.maven.plugin.MojoExecutionException;
import org.jspecify.annotations.Nullable;

/** The search for JDKs that {@code graalvm/} has, which the plugin's jar carries. */
final class InstalledJdk {

  private InstalledJdk() {}

  /** The home of one of that version, or null where the script has none. */
  static @Nullable Path find(Path scripts, int feature) throws IOException, MojoExecutionException {
    Process process =
        new ProcessBuilder(
                "bash", scripts.resolve("find-jdk.sh").toString(), Integer.toString(feature))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    process.getOutputStream().close();
    try (BufferedReader lines = process.inputReader()) {
      String home = lines.readLine();
      return process.waitFor() == 0 && home != null ? Path.of(home) : null;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("The search for a JDK was interrupted", interrupted);
    } finally {
      process.destroy();
    }
  }
}
