package io.github.libhello.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.repository.RemoteRepository;

/** The local Lambda, which comes from the repositories as the plugin does. */
final class EmulatorExecutable {

  private EmulatorExecutable() {}

  /** A copy that can be executed: what lies in a repository is not marked as such. */
  static Path install(
      RepositorySystem repositories,
      RepositorySystemSession session,
      List<RemoteRepository> remotes,
      String version,
      Path folder)
      throws IOException, MojoExecutionException {
    Path resolved =
        Released.resolve(
            repositories,
            session,
            remotes,
            Released.artifact("lambda-emulator", Architecture.own().carried(), "exe", version),
            "It is the local Lambda for this machine. Build one, ./build.sh build in a clone of"
                + " libHello, and set libhello.emulator to its dist/lambda-emulator.");
    Path executable = Files.createDirectories(folder).resolve("lambda-emulator");
    if (!Files.exists(executable) || Files.mismatch(resolved, executable) >= 0) {
      Path unfinished = folder.resolve("lambda-emulator.unfinished");
      Files.copy(resolved, unfinished, StandardCopyOption.REPLACE_EXISTING);
      unfinished.toFile().setExecutable(true);
      // One that is running keeps its own file.
      Files.move(unfinished, executable, StandardCopyOption.REPLACE_EXISTING);
    }
    return executable;
  }
}
