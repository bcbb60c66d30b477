package io.github.libhello.maven;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.apache.maven.plugin.MojoExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project of an archetype, and what is shown of how to go on. */
final class NewTest {

  private static final String DESCRIPTOR =
      """
      <archetype-descriptor xmlns="http://maven.apache.org/plugins/maven-archetype-plugin/archetype-descriptor/1.1.0">
        <fileSets>
          <fileSet filtered="true" packaged="true"><directory>src/main/java</directory></fileSet>
          <fileSet><directory>events</directory></fileSet>
        </fileSets>
      </archetype-descriptor>
      """;

  @TempDir Path folder;

  private Path archetype(Map<String, String> files) throws IOException {
    Path jar = folder.resolve("archetype.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        out.putNextEntry(new JarEntry(file.getKey()));
        out.write(file.getValue().getBytes(UTF_8));
      }
    }
    return jar;
  }

  private static String refusal(String artifactId, String groupId, @Nullable String packageName) {
    MojoExecutionException refused =
        assertThrows(
            MojoExecutionException.class,
            () -> NewMojo.properties(artifactId, groupId, packageName));
    return Objects.toString(refused.getMessage());
  }

  @Test
  void putsClassesIntoTheirPackageAndFillsInNames() throws Exception {
    Path jar =
        archetype(
            Map.of(
                "META-INF/maven/archetype-metadata.xml", DESCRIPTOR,
                "archetype-resources/pom.xml", "${groupId}:${artifactId}:${version} ${other}",
                "archetype-resources/src/main/java/A.java", "package ${package};",
                "archetype-resources/events/a.json", "\"${package}\""));
    Path made = folder.resolve("greeter");
    new Archetype(jar).write(made, NewMojo.properties("greeter", "com.example-1", null));
    assertEquals(
        "com.example-1:greeter:1.0-SNAPSHOT ${other}", Files.readString(made.resolve("pom.xml")));
    Path code = made.resolve("src/main/java/com/example_1/A.java");
    assertEquals("package com.example_1;", Files.readString(code));
    assertEquals("\"${package}\"", Files.readString(made.resolve("events/a.json")));
  }

  @Test
  void writesNothingElsewhere() throws Exception {
    Path jar =
        archetype(
            Map.of(
                "META-INF/maven/archetype-metadata.xml",
                DESCRIPTOR,
                "archetype-resources/../../a",
                "text"));
    Map<String, String> properties = NewMojo.properties("greeter", "com.example", null);
    Path made = folder.resolve("greeter");
    assertThrows(IOException.class, () -> new Archetype(jar).write(made, properties));
    assertFalse(Files.exists(folder.resolve("a")));
  }

  @Test
  void refusesNamesThatNothingCanHave() throws Exception {
    assertEquals("a.b", NewMojo.properties("a", "com.example", "a.b").get("package"));
    assertTrue(refusal("../a", "com.example", null).contains("not \"../a\""));
    assertTrue(refusal("a".repeat(65), "com.example", null).contains("at most 64"));
    assertTrue(refusal("a", "com/example", null).contains("not \"com/example\""));
    assertTrue(refusal("a", "com.example", "1.a").contains("not \"1.a\""));
  }

  @Test
  void showsHowToCallWhatIsServed() {
    Path here = Path.of("/home/ada/hello");
    Path emulator = here.resolve("target/libhello/lambda-emulator");
    assertEquals(
        List.of("target/libhello/lambda-emulator invoke hello --data-example apigw-v2"),
        new Calls(here, emulator, "hello", 9000).of(List.of()));
    assertEquals(
        List.of(
            "/opt/lambda-emulator invoke hello --port 9100 --data-example apigw-v2",
            "curl -d @'events/a b.json'"
                + " http://127.0.0.1:9100/2015-03-31/functions/hello/invocations"),
        new Calls(here, Path.of("/opt/lambda-emulator"), "hello", 9100)
            .of(List.of(here.resolve("events/a b.json"))));
    assertEquals(
        List.of("/opt/lambda-emulator invoke hello --port PORT --data-example apigw-v2"),
        new Calls(here, Path.of("/opt/lambda-emulator"), "hello", 0).of(List.of()));
  }
}
