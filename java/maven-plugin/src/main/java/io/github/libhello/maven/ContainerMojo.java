package io.github.libhello.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Execute;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProject;
import org.apache.maven.toolchain.ToolchainManager;
import org.eclipse.aether.RepositorySystem;

/**
 * Makes a container image for Lambda of the package: a Dockerfile and what it copies, built by
 * docker or podman where one of them works, else the command to type.
 */
@Mojo(name = "image", requiresDependencyResolution = ResolutionScope.RUNTIME)
@Execute(phase = LifecyclePhase.PROCESS_CLASSES)
public final class ContainerMojo extends FunctionMojo {

  /** Name and tag of the image. */
  @Parameter(
      property = "libhello.imageName",
      defaultValue = "${project.artifactId}:${project.version}")
  private String imageName = "function";

  /**
   * What the image is built on: AWS's base for custom runtimes, or one that has its entry point.
   */
  @Parameter(property = "libhello.baseImage", defaultValue = ContainerContext.AWS_BASE)
  private String baseImage = ContainerContext.AWS_BASE;

  /**
   * Called by Maven.
   *
   * @param project what is packaged
   * @param session the run of Maven
   * @param toolchains the JDKs that the user has declared
   * @param repositories where the local Lambda comes from
   */
  @Inject
  public ContainerMojo(
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
      Architecture target = target();
      Path context = work("libhello-container");
      ContainerContext.write(context, makeFunctionPackage(target), baseImage);
      List<String> arguments =
          ContainerContext.arguments(target, Architecture.own(), imageName, context);
      Path logs = Files.createDirectories(work("libhello"));
      ContainerEngine engine = ContainerEngine.find(System.getenv());
      if (engine == null) {
        getLog().info("Neither docker nor podman works here. Where one does, type:");
        getLog().info("  docker " + String.join(" ", arguments));
        return;
      }
      engine.build(new LoggedProcess(getLog(), logs), arguments);
      getLog().info(imageName + ", by " + engine.name() + " on " + baseImage);
    } catch (IOException | DependencyResolutionRequiredException failed) {
      throw new MojoExecutionException(
          "The container image could not be made: " + failed.getMessage(), failed);
    }
  }
}
