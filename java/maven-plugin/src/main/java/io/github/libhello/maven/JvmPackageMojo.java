package io.github.libhello.maven;

import java.io.IOException;
import javax.inject.Inject;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Execute;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProject;
import org.apache.maven.toolchain.ToolchainManager;
import org.eclipse.aether.RepositorySystem;

/**
 * Makes {@code target/lambda-jvm.zip}: the program with a JRE of its own, and an AOT cache that is
 * trained on the project's events.
 */
@Mojo(
    name = "jvm-package",
    defaultPhase = LifecyclePhase.PACKAGE,
    requiresDependencyResolution = ResolutionScope.RUNTIME)
@Execute(phase = LifecyclePhase.PROCESS_CLASSES)
public final class JvmPackageMojo extends FunctionMojo {

  /**
   * Called by Maven.
   *
   * @param project what is packaged
   * @param session the run of Maven
   * @param toolchains the JDKs that the user has declared
   * @param repositories where the local Lambda comes from
   */
  @Inject
  public JvmPackageMojo(
      MavenProject project,
      MavenSession session,
      ToolchainManager toolchains,
      RepositorySystem repositories) {
    super(project, session, toolchains, repositories);
  }

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    if (project().getPackaging().equals("pom")) {
      return;
    }
    try {
      makeJvmPackage();
    } catch (IOException | DependencyResolutionRequiredException failed) {
      throw new MojoExecutionException(
          "The package could not be made: " + failed.getMessage(), failed);
    }
  }
}
