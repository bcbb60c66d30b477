package io.github.libhello.maven;

import java.util.List;
import org.apache.maven.AbstractMavenLifecycleParticipant;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Dependency;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.project.MavenProject;

/**
 * Binds the goal {@code package} to the phase of that name, in projects that declare the plugin
 * with {@code <extensions>true</extensions>} and no execution of their own.
 *
 * <p>An execution is added to the model rather than a lifecycle replaced: the other plugins of a
 * jar project keep the versions that its Maven or its parent gives them.
 */
public final class PackageBinding extends AbstractMavenLifecycleParticipant {

  private static final String GROUP = "io.github.libhello";

  static final String PLUGIN = GROUP + ":libhello-maven-plugin";
  static final String GOAL = "package";

  /** Called by Maven. */
  public PackageBinding() {}

  @Override
  public void afterProjectsRead(MavenSession session) {
    for (MavenProject project : session.getProjects()) {
      bind(project);
      addEmulator(project);
    }
  }

  /**
   * Gives the tests of a project with libhello-junit the local Lambda that they start, of the same
   * version and for this machine.
   */
  static void addEmulator(MavenProject project) {
    Plugin plugin = project.getPlugin(PLUGIN);
    if (plugin == null || !plugin.isExtensions()) {
      return;
    }
    for (Dependency dependency : List.copyOf(project.getDependencies())) {
      if (dependency.getGroupId().equals(GROUP)
          && dependency.getArtifactId().equals("libhello-junit")) {
        try {
          project.getModel().addDependency(emulator(dependency.getVersion()));
        } catch (MojoExecutionException foreign) {
          // There is none for such a machine, which the tests that want it say.
          return;
        }
      }
    }
  }

  private static Dependency emulator(String version) throws MojoExecutionException {
    Dependency emulator = new Dependency();
    emulator.setGroupId(GROUP);
    emulator.setArtifactId("lambda-emulator");
    emulator.setVersion(version);
    emulator.setType("exe");
    emulator.setClassifier(Architecture.own().carried());
    emulator.setScope("test");
    return emulator;
  }

  static void bind(MavenProject project) {
    Plugin plugin = project.getPlugin(PLUGIN);
    if (plugin == null || !plugin.isExtensions() || !project.getPackaging().equals("jar")) {
      return;
    }
    if (!plugin.getExecutions().isEmpty()) {
      return;
    }
    PluginExecution execution = new PluginExecution();
    execution.setId("libhello-package");
    execution.setPhase("package");
    execution.addGoal(GOAL);
    execution.setConfiguration(plugin.getConfiguration());
    plugin.addExecution(execution);
  }
}
