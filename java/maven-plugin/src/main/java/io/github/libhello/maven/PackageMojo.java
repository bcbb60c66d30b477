package io.github.libhello.maven;

import java.io.IOException;
import javax.inject.Inject;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProject;
import org.apache.maven.toolchain.ToolchainManager;

/** Makes {@code target/lambda.zip}. */
@Mojo(
    name = PackageBinding.GOAL,
    defaultPhase = LifecyclePhase.PACKAGE,
    requiresDependencyResolution = ResolutionScope.RUNTIME,
    threadSafe = true)
public final class PackageMojo extends ImageMojo {

  /** Builds nothing. */
  @Parameter(property = "libhello.skip", defaultValue = "false")
  private boolean skip;

  /**
   * Called by Maven.
   *
   * @param project what is built
   * @param session the run of Maven
   * @param toolchains the JDKs that the user has declared
   */
  @Inject
  public PackageMojo(MavenProject project, MavenSession session, ToolchainManager toolchains) {
    super(project, session, toolchains);
  }

  @Override
  public void execute() throws MojoExecutionException {
    if (skip) {
      getLog().info("libhello.skip is set: no package is built");
      return;
    }
    try {
      makePackage(target());
    } catch (IOException | DependencyResolutionRequiredException failed) {
      throw new MojoExecutionException(
          "The package could not be made: " + failed.getMessage(), failed);
    }
  }
}
