package io.github.libhello.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.jspecify.annotations.Nullable;

/**
 * Starts the function under a local Lambda, gives it the project's events or the one that is named,
 * and prints its responses. The build fails where an event gets an error.
 */
@Mojo(name = "invoke", requiresDependencyResolution = ResolutionScope.RUNTIME)
@Execute(phase = LifecyclePhase.PROCESS_CLASSES)
public final class InvokeMojo extends FunctionMojo {

  /** What the local Lambda says of a function error. */
  private static final int FUNCTION_ERROR = 1;

  /** File of the event, in place of the project's. */
  @Parameter(property = "libhello.event")
  private @Nullable String event;

  /** The event itself, as text. */
  @Parameter(property = "libhello.data")
  private @Nullable String data;

  /**
   * Called by Maven.
   *
   * @param project what is run
   * @param session the run of Maven
   * @param toolchains the JDKs that the user has declared
   * @param repositories where the local Lambda comes from
   */
  @Inject
  public InvokeMojo(
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
    int status;
    try {
      List<String> options = new ArrayList<>();
      for (Path file : chosen()) {
        options.addAll(List.of("--event", file.toString()));
      }
      status = emulate(options);
    } catch (IOException | DependencyResolutionRequiredException failed) {
      throw new MojoExecutionException(
          "The function could not be invoked: " + failed.getMessage(), failed);
    }
    if (status == FUNCTION_ERROR) {
      throw new MojoFailureException("The function answered with an error; its log is above.");
    }
    if (status != 0) {
      throw new MojoExecutionException(
          "The function could not be started; the lines above say why.");
    }
  }

  private List<Path> chosen() throws IOException, MojoExecutionException {
    if (data != null) {
      Path file = Files.createDirectories(work("libhello")).resolve("event.json");
      return List.of(Files.writeString(file, data));
    }
    if (event != null) {
      return List.of(project().getBasedir().toPath().resolve(event));
    }
    List<Path> files = eventFiles();
    if (files.isEmpty()) {
      throw new MojoExecutionException(
          "There is no event: name a file, -Dlibhello.event=FILE, give the event itself,"
              + " -Dlibhello.data='{}', or put events into the project's folder events, one in"
              + " each file that ends with .json.");
    }
    return files;
  }
}
