package io.github.libhello.maven;

import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;

/** Other artifacts of the plugin's own release, which come from the repositories as it does. */
final class Released {

  private Released() {}

  /** One of them, by its name. */
  static DefaultArtifact artifact(String name, String classifier, String type, String version) {
    return new DefaultArtifact("io.github.libhello", name, classifier, type, version);
  }

  /** Its file in the local repository. Where there is none, the way out is part of the message. */
  static Path resolve(
      RepositorySystem repositories,
      RepositorySystemSession session,
      List<RemoteRepository> remotes,
      DefaultArtifact artifact,
      String wayOut)
      throws MojoExecutionException {
    try {
      return repositories
          .resolveArtifact(session, new ArtifactRequest(artifact, remotes, null))
          .getArtifact()
          .getFile()
          .toPath();
    } catch (ArtifactResolutionException failed) {
      throw new MojoExecutionException(
          "There is no " + artifact + " in the repositories. " + wayOut, failed);
    }
  }
}
