package io.github.libhello.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;

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
    DefaultArtifact artifact =
        new DefaultArtifact(
            "io.github.libhello", "lambda-emulator", Architecture.own().carried(), "exe", version);
    Path resolved;
    try {
      resolved =
          repositories
              .resolveArtifact(session, new ArtifactRequest(artifact, remotes, null))
              .getArtifact()
              .getFile()
              .toPath();
    } catch (ArtifactResolutionException failed) {
      throw new MojoExecutionException(
          "There is no "
              + artifact
              + " in the repositories, the local Lambda for this machine. Build one, ./build.sh build"
              + " in a clone of libHello, and set libhello.emulator to its dist/lambda-emulator.",
          failed);
    }
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
