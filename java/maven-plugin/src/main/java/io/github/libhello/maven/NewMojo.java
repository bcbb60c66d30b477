package io.github.libhello.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * Makes a project with a function that answers HTTP requests, its tests and an event, in a folder
 * of its own: what {@code archetype:generate} makes of this release's archetypes, in fewer words.
 */
@Mojo(name = "new", requiresProject = false)
public final class NewMojo extends AbstractMojo {

  private static final List<String> LANGUAGES = List.of("java", "kotlin");

  private final MavenProject here;
  private final MavenSession session;
  private final RepositorySystem repositories;

  /** Name of the project, of its folder and of the function. */
  @Parameter(property = "artifactId", defaultValue = "hello")
  private String artifactId = "hello";

  /** Group of the project. */
  @Parameter(property = "groupId", defaultValue = "com.example")
  private String groupId = "com.example";

  /** Package of the classes; the group by default. */
  @Parameter(property = "package")
  private @Nullable String packageName;

  /** {@code java} or {@code kotlin}. */
  @Parameter(property = "language", defaultValue = "java")
  private String language = "java";

  @Parameter(defaultValue = "${plugin.version}", readonly = true)
  private @Nullable String version;

  /**
   * Called by Maven.
   *
   * @param here what Maven takes for the project where there is none
   * @param session the run of Maven
   * @param repositories where the archetype comes from
   */
  @Inject
  public NewMojo(MavenProject here, MavenSession session, RepositorySystem repositories) {
    this.here = here;
    this.session = session;
    this.repositories = repositories;
  }

  @Override
  public void execute() throws MojoExecutionException {
    Map<String, String> properties = properties(artifactId, groupId, packageName);
    Path folder = Path.of(session.getExecutionRootDirectory(), artifactId);
    if (Files.exists(folder)) {
      throw new MojoExecutionException(
          "There is a " + folder + " already: choose another name, -DartifactId=NAME");
    }
    try {
      new Archetype(archetype()).write(folder, properties);
    } catch (IOException failed) {
      throw new MojoExecutionException(
          "The project could not be written: " + failed.getMessage(), failed);
    }
    getLog().info("Made " + folder + ". What to type there:");
    getLog()
        .info("  mvn libhello:watch     serves the function; what you save answers the next event");
    getLog().info("  mvn package            runs the tests, and makes target/lambda.zip");
    getLog().info("  mvn libhello:deploy    makes it a function of your AWS account");
  }

  private Path archetype() throws MojoExecutionException {
    if (!LANGUAGES.contains(language)) {
      throw new MojoExecutionException(
          "There is no project in " + language + ": -Dlanguage=java, or -Dlanguage=kotlin");
    }
    return Released.resolve(
        repositories,
        session.getRepositorySession(),
        here.getRemotePluginRepositories(),
        Released.artifact(
            "libhello-archetype-" + language, "", "jar", Objects.requireNonNull(version)),
        "Install it from a clone of libHello, as docs/packaging.md says.");
  }

  /** Those of an archetype; a name that no function, folder or package can have is refused. */
  static Map<String, String> properties(
      String artifactId, String groupId, @Nullable String packageName)
      throws MojoExecutionException {
    if (!artifactId.matches("[A-Za-z0-9_-]{1,64}")) {
      throw new MojoExecutionException(
          "A function's name has at most 64 letters, digits, - and _, not \"" + artifactId + "\"");
    }
    String java = packageName == null ? groupId.replace('-', '_') : packageName;
    if (!java.matches("[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*)*") || !groupId.matches("[\\w.-]+")) {
      throw new MojoExecutionException(
          "A package is words with dots between them, such as com.example, not \"" + java + "\"");
    }
    Map<String, String> properties = new TreeMap<>();
    properties.put("artifactId", artifactId);
    properties.put("groupId", groupId);
    properties.put("package", java);
    properties.put("version", "1.0-SNAPSHOT");
    return properties;
  }
}
