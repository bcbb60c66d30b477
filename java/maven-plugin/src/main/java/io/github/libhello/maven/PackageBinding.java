package io.github.libhello.maven;

import org.apache.maven.AbstractMavenLifecycleParticipant;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;

/**
 * Binds the goal {@code package} to the phase of that name, in projects that declare the plugin
 * with {@code <extensions>true</extensions>} and no execution of their own.
 *
 * <p>An execution is added to the model rather than a lifecycle replaced: the other plugins of a
 * jar project keep the versions that its Maven or its parent gives them.
 */
public final class PackageBinding extends AbstractMavenLifecycleParticipant {

  static final String PLUGIN = "io.github.libhello:libhello-maven-plugin";
  static final String GOAL = "package";

  /** Called by Maven. */
  public PackageBinding() {}

  @Override
  public void afterProjectsRead(MavenSession session) {
    for (MavenProject project : session.getProjects()) {
      bind(project);
    }
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
