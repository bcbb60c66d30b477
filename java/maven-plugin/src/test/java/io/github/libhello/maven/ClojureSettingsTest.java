package io.github.libhello.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.MojoExecution;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which compilations of Clojure are done in a JVM that stays, and how. */
final class ClojureSettingsTest {

  private static final String OF_MAVEN =
      """
      <vmargs>${clojure.vmargs}</vmargs>
      <directLinking default-value="false">false</directLinking>
      <temporaryOutputDirectory default-value="false">false</temporaryOutputDirectory>
      <clojureOptions>${clojure.options}</clojureOptions>
      """;

  @Test
  void areThoseOfTheGoal() throws Exception {
    assertEquals(
        new ClojureSettings(List.of("src/main/clojure"), List.of()),
        settings("compile", OF_MAVEN, Map.of()));
    String own =
        """
        <sourceDirectories><sourceDirectory>src</sourceDirectory></sourceDirectories>
        <warnOnReflection>true</warnOnReflection>
        <directLinking default-value="false">true</directLinking>
        <vmargs> -Da=b  -Xmx1g </vmargs>
        """;
    assertEquals(
        new ClojureSettings(
            List.of("src"),
            List.of(
                "-Da=b",
                "-Xmx1g",
                "-Dclojure.compile.warn-on-reflection=true",
                "-Dclojure.compiler.direct-linking=true")),
        settings("compile", own, Map.of()));
    assertEquals(
        List.of("-Dc=d"),
        Objects.requireNonNull(settings("compile", OF_MAVEN, Map.of("clojure.vmargs", "-Dc=d")))
            .jvmArgs());
  }

  @Test
  void leaveToTheGoalWhatTakesMoreThanTheCompiler() throws Exception {
    assertNull(settings("test", OF_MAVEN, Map.of()));
    assertNull(settings("compile", "<vmargs>-Da='b c'</vmargs>", Map.of()));
    assertNull(settings("compile", "<copiedNamespaces><n>a</n></copiedNamespaces>", Map.of()));
    assertNull(settings("compile", OF_MAVEN, Map.of("clojure.options", "-x")));
    String temporary =
        "<temporaryOutputDirectory default-value=\"false\">true</temporaryOutputDirectory>";
    assertNull(settings("compile", temporary, Map.of()));
    assertNull(ClojureSettings.of(step("org.example", "compile", ""), name -> null));
  }

  private static @Nullable ClojureSettings settings(
      String goal, String configuration, Map<String, String> properties) throws Exception {
    return ClojureSettings.of(step("com.theoryinpractise", goal, configuration), properties::get);
  }

  private static MojoExecution step(String group, String goal, String configuration)
      throws Exception {
    Plugin plugin = new Plugin();
    plugin.setGroupId(group);
    plugin.setArtifactId("clojure-maven-plugin");
    MojoExecution step = new MojoExecution(plugin, goal, "default");
    String text = "<configuration>" + configuration + "</configuration>";
    step.setConfiguration(Xpp3DomBuilder.build(new StringReader(text)));
    return step;
  }
}
