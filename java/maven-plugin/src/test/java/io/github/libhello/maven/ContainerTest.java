package io.github.libhello.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a container image is built from, and by which engine. */
final class ContainerTest {

  @TempDir Path folder;

  @Test
  void writesTheFilesOfThePackageBesideTheDockerfile() throws IOException {
    Path executable = Files.writeString(folder.resolve("bootstrap"), "executable");
    Path zip = folder.resolve("lambda.zip");
    LambdaZip.write(zip, List.of(executable));
    Path context = folder.resolve("context");
    ContainerContext.write(context, zip, "base:1");
    ContainerContext.write(context, zip, "base:2");
    Path copied = context.resolve("package/bootstrap");
    assertTrue(Files.isExecutable(copied));
    assertEquals(LambdaZip.time(), Files.getLastModifiedTime(copied).toInstant());
    String dockerfile = Files.readString(context.resolve("Dockerfile"));
    assertTrue(dockerfile.contains("\nFROM base:2\n"), dockerfile);
  }

  @Test
  void namesThePlatformWhereItIsAnother() {
    Path context = Path.of("context");
    assertEquals(
        List.of("build", "--tag", "hello:1", "context"),
        ContainerContext.arguments(Architecture.X86_64, Architecture.X86_64, "hello:1", context));
    assertEquals(
        List.of("build", "--platform=linux/arm64", "--tag", "hello:1", "context"),
        ContainerContext.arguments(Architecture.ARM64, Architecture.X86_64, "hello:1", context));
  }

  @Test
  void takesPodmanWhereNoDaemonOfDockersAnswers() throws Exception {
    Map<String, String> environment = Map.of("PATH", folder.toString());
    assertNull(ContainerEngine.find(environment));
    command("docker", 1);
    assertNull(ContainerEngine.find(environment));
    command("podman", 0);
    ContainerEngine engine = ContainerEngine.find(environment);
    assertNotNull(engine);
    assertEquals("podman", engine.name());
  }

  @Test
  void buildsInAContainerWhatIsMountedWhereItIs() throws Exception {
    command("podman", 0);
    ContainerEngine engine = new ContainerEngine("podman", folder.resolve("podman"));
    Files.writeString(engine.executable(), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    Path jar = Path.of("/a place/one.jar");
    Path script =
        new ContainerBuild(engine, "builder:1", List.of("--network=none"), List.of(jar), folder)
            .executable();
    List<String> words =
        new LoggedProcess(new SystemStreamLog(), folder)
            .require("script", List.of(script.toString(), "-o", "a b"), Map.of());
    assertEquals("--network=none", words.get(2));
    assertTrue(words.contains(jar + ":" + jar + ":ro"), words::toString);
    assertEquals(List.of("native-image", "builder:1", "-o", "a b"), last(words, 4));
  }

  private static List<String> last(List<String> words, int count) {
    return words.subList(words.size() - count, words.size());
  }

  private void command(String name, int status) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\nexit " + status + "\n");
    assertTrue(file.toFile().setExecutable(true));
  }
}
