package io.github.libhello.maven;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
import org.jspecify.annotations.Nullable;

/**
 * Uploads the package by the AWS CLI: the function is made, or gets the new code; what is uploaded
 * becomes a version, and an alias points to it. Settings of a function that is there stay as they
 * are where no parameter names them.
 */
@Mojo(name = "deploy", requiresDependencyResolution = ResolutionScope.RUNTIME)
@Execute(phase = LifecyclePhase.PROCESS_CLASSES)
public final class DeployMojo extends ImageMojo {

  private static final String CARRIED = "/deploy/deploy.sh";

  /** Name of the function. */
  @Parameter(property = "libhello.functionName", defaultValue = "${project.artifactId}")
  private @Nullable String functionName;

  /** ARN of the function's role; a new function gets one that may write logs by default. */
  @Parameter(property = "libhello.iamRole")
  private @Nullable String iamRole;

  /** Memory size in MB; of a new function 128. */
  @Parameter(property = "libhello.memory")
  private @Nullable String memory;

  /** Time-out of one invocation in seconds; of a new function 10. */
  @Parameter(property = "libhello.timeout")
  private @Nullable String timeout;

  /** All environment variables of the function, each {@code NAME=VALUE}. */
  @Parameter(property = "libhello.env")
  private List<String> env = List.of();

  /** {@code _HANDLER}; a package with one handler takes any. */
  @Parameter(property = "libhello.handler")
  private @Nullable String handler;

  /** The alias that points to the new version. */
  @Parameter(property = "libhello.alias", defaultValue = "live")
  private String alias = "live";

  /** Gives the alias a function URL, for signed calls. */
  @Parameter(property = "libhello.enableFunctionUrl", defaultValue = "false")
  private boolean enableFunctionUrl;

  /** The region, where it is not the one that the AWS CLI is set to. */
  @Parameter(property = "libhello.region")
  private @Nullable String region;

  /** A profile of the AWS CLI. */
  @Parameter(property = "libhello.profile")
  private @Nullable String profile;

  /** Another address of AWS. */
  @Parameter(property = "libhello.endpointUrl")
  private @Nullable String endpointUrl;

  /** Another package than the project's, which is not built then. */
  @Parameter(property = "libhello.zip")
  private @Nullable String zip;

  /** Prints the calls, ready to be pasted into a shell, and makes none. */
  @Parameter(property = "libhello.dry", defaultValue = "false")
  private boolean dry;

  /**
   * Called by Maven.
   *
   * @param project what is deployed
   * @param session the run of Maven
   * @param toolchains the JDKs that the user has declared
   */
  @Inject
  public DeployMojo(MavenProject project, MavenSession session, ToolchainManager toolchains) {
    super(project, session, toolchains);
  }

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    if (project().getPackaging().equals("pom")) {
      return;
    }
    int status;
    try {
      Path packed = zip == null ? makePackage(target()) : Path.of(zip);
      List<String> command = new ArrayList<>(List.of("bash", script().toString()));
      command.addAll(options(packed));
      status = ForegroundProcess.run(command);
    } catch (IOException | DependencyResolutionRequiredException failed) {
      throw new MojoExecutionException(
          "The function could not be deployed: " + failed.getMessage(), failed);
    }
    if (status != 0) {
      throw new MojoFailureException("The function was not deployed; the lines above say why.");
    }
  }

  private List<String> options(Path packed) {
    List<String> options = new ArrayList<>(List.of("--zip", packed.toString()));
    add(options, "--function", functionName);
    add(options, "--role", iamRole);
    add(options, "--memory", memory);
    add(options, "--timeout", timeout);
    add(options, "--handler", handler);
    add(options, "--alias", alias);
    add(options, "--region", region);
    add(options, "--profile", profile);
    add(options, "--endpoint-url", endpointUrl);
    for (String variable : env) {
      add(options, "--env", variable);
    }
    if (enableFunctionUrl) {
      options.add("--url");
    }
    if (dry) {
      options.add("--dry-run");
    }
    return options;
  }

  private static void add(List<String> options, String name, @Nullable String value) {
    if (value != null) {
      options.addAll(List.of(name, value));
    }
  }

  /** The rules are those of the project's own deployments, in the file that the jar carries. */
  private Path script() throws IOException {
    Path file = Files.createDirectories(work("libhello")).resolve("deploy.sh");
    try (InputStream carried = DeployMojo.class.getResourceAsStream(CARRIED)) {
      Files.copy(Objects.requireNonNull(carried), file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }
}
