package io.github.libhello.maven;

import java.io.IOException;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Execute;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProject;
import org.apache.maven.toolchain.ToolchainManager;
import org.eclipse.aether.RepositorySystem;

/**
 * Serves the function by the Invoke API of a local Lambda, until Ctrl-C: the package, or with
 * {@code libhello.jvm} the classes.
 */
@Mojo(name = "run", requiresDependencyResolution = ResolutionScope.RUNTIME)
@Execute(phase = LifecyclePhase.PROCESS_CLASSES)
public final class RunMojo extends FunctionMojo {

  /** Port of the Invoke API on 127.0.0.1. */
  @Parameter(property = "libhello.port", defaultValue = "9000")
  private int port;

  /**
   * Called by Maven.
   *
   * @param project what is run
   * @param session the run of Maven
   * @param toolchains the JDKs that the user has declared
   * @param repositories where the local Lambda comes from
   */
  @Inject
  public RunMojo(
      MavenProject project,
      MavenSession session,
      ToolchainManager toolchains,
      RepositorySystem repositories) {
    super(project, session, toolchains, repositories);
  }

  @Override
  public void execute() throws MojoExecutionException {
    if (project().getPackaging().equals("pom")) {
      return;
    }
    try {
      showCalls(port);
      int status = emulate(List.of("--port", Integer.toString(port)));
      if (status != 0) {
        throw new MojoExecutionException("The local Lambda ended with status " + status);
      }
    } catch (IOException | DependencyResolutionRequiredException failed) {
      throw new MojoExecutionException(
          "The function could not be started: " + failed.getMessage(), failed);
    }
  }
}
