package io.github.libhello.maven;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.maven.model.Dependency;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the project to the image builder, with builders that are shell scripts. */
final class BuildTest {

  @TempDir Path folder;

  /** A program, to be found. */
  static final class Program {

    private Program() {}

    public static void main(String[] args) {}
  }

  private static Path testClasses() throws URISyntaxException {
    URL place = BuildTest.class.getProtectionDomain().getCodeSource().getLocation();
    return Path.of(place.toURI());
  }

  @Test
  void findsTheOneClassWithMain() throws Exception {
    assertEquals(BuildTest.class.getName() + "$Program", MainClass.find(testClasses(), List.of()));
  }

  @Test
  void saysWhatToDoWithoutMain() {
    MojoExecutionException refused =
        assertThrows(MojoExecutionException.class, () -> MainClass.find(folder, List.of()));
    assertTrue(Objects.toString(refused.getMessage()).contains("libhello-aws"));
  }

  @Test
  void takesHandlerMainWhereItIsOnTheClassPath() throws Exception {
    Path file = folder.resolve("io/github/libhello/aws/HandlerMain.class");
    Files.createDirectories(file.getParent());
    Files.createFile(file);
    assertEquals(MainClass.HANDLER_MAIN, MainClass.find(testClasses(), List.of(folder)));
  }

  @Test
  void asksForTheHandlerOfAJvm() {
    MojoExecutionException refused =
        assertThrows(MojoExecutionException.class, () -> HandlerClass.find(folder));
    assertTrue(Objects.toString(refused.getMessage()).contains("-Dlibhello.handler="));
  }

  @Test
  void takesEventsInTheOrderOfTheirNames() throws IOException {
    assertEquals(List.of(), EventFiles.in(folder.resolve("events")));
    Path two = Files.createFile(folder.resolve("two.json"));
    Path one = Files.createFile(folder.resolve("one.json"));
    Files.createFile(folder.resolve("README.md"));
    assertEquals(List.of(one, two), EventFiles.in(folder));
  }

  @Test
  void bindsTheGoalToTheDeclaredExtensionAlone() {
    assertEquals(List.of("package"), goals(true, "jar"));
    assertEquals(List.of(), goals(false, "jar"));
    assertEquals(List.of(), goals(true, "pom"));
  }

  private static List<String> goals(boolean extensions, String packaging) {
    MavenProject project = projectWithPlugin(extensions);
    project.setPackaging(packaging);
    PackageBinding.bind(project);
    return project.getBuild().getPlugins().stream()
        .flatMap(plugin -> plugin.getExecutions().stream())
        .map(PluginExecution::getGoals)
        .flatMap(List::stream)
        .toList();
  }

  private static MavenProject projectWithPlugin(boolean extensions) {
    Plugin plugin = new Plugin();
    plugin.setGroupId("io.github.libhello");
    plugin.setArtifactId("libhello-maven-plugin");
    plugin.setExtensions(extensions);
    MavenProject project = new MavenProject();
    project.getBuild().addPlugin(plugin);
    return project;
  }

  @Test
  void givesTestsWithTheKitTheLocalLambda() throws Exception {
    assertEquals(List.of(), emulators(true, "libhello-aws"));
    assertEquals(List.of(), emulators(false, "libhello-junit"));
    String expected = "3.0 exe " + Architecture.own().carried() + " test";
    assertEquals(List.of(expected), emulators(true, "libhello-junit"));
  }

  private static List<String> emulators(boolean extensions, String dependency) {
    MavenProject project = projectWithPlugin(extensions);
    Dependency kit = new Dependency();
    kit.setGroupId("io.github.libhello");
    kit.setArtifactId(dependency);
    kit.setVersion("3.0");
    project.getModel().addDependency(kit);
    PackageBinding.addEmulator(project);
    return project.getDependencies().stream()
        .filter(each -> each.getArtifactId().equals("lambda-emulator"))
        .map(each ->
            String.join(
                " ", each.getVersion(), each.getType(), each.getClassifier(), each.getScope()))
        .toList();
  }

  @Test
  void isUnchangedUntilAFileOrThePackageChanges() throws IOException {
    Path classes = Files.createDirectory(folder.resolve("classes"));
    Path file = Files.writeString(classes.resolve("A.class"), "one");
    Path zip = Files.writeString(folder.resolve("lambda.zip"), "package");
    Path stamp = folder.resolve("inputs");
    String hash = hash(classes);
    assertFalse(Inputs.unchanged(stamp, hash, zip));
    Inputs.remember(stamp, hash, zip);
    assertTrue(Inputs.unchanged(stamp, hash(classes), zip));
    Files.writeString(zip, "cut");
    assertFalse(Inputs.unchanged(stamp, hash, zip));
    Files.writeString(file, "two");
    assertNotEquals(hash, hash(classes));
  }

  @Test
  void keepsTheImageWhereTheLibraryAloneIsAnother() throws IOException {
    Path jar = jar("one", "program");
    Path other = jar("two", "program");
    assertEquals(program(jar), program(other));
    assertNotEquals(libraries(jar), libraries(other));
    assertNotEquals(program(jar), program(jar("one", "another")));
    Path image = Files.createDirectories(folder.resolve("image"));
    assertTrue(CarriedLibrary.write(List.of(folder, other), Architecture.ARM64, image));
    assertEquals("two", Files.readString(image.resolve("libHello.so")));
    assertFalse(CarriedLibrary.write(List.of(folder, other), Architecture.X86_64, image));
  }

  /** A jar with a library for arm64. */
  private Path jar(String library, String program) throws IOException {
    Path jar = Files.createTempFile(folder, "runtime", ".jar");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry("META-INF/native/linux-aarch_64/libHello.so"));
      out.write(library.getBytes(StandardCharsets.UTF_8));
      out.putNextEntry(new ZipEntry("Program.class"));
      out.write(program.getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  private static String program(Path entry) throws IOException {
    Inputs inputs = new Inputs();
    inputs.addProgram(entry);
    return inputs.hash();
  }

  private static String libraries(Path entry) throws IOException {
    Inputs inputs = new Inputs();
    inputs.addLibraries(entry);
    return inputs.hash();
  }

  private static String hash(Path folder) throws IOException {
    Inputs inputs = new Inputs();
    inputs.addFile(folder);
    return inputs.hash();
  }

  @Test
  void passesTheBuildersLastLinesAndTheLikelyCause() throws IOException {
    String message =
        failure("for i in $(seq 40); do echo line $i; done; echo ld: cannot find -lz; exit 1");
    assertTrue(message.contains("line 40"), message);
    assertFalse(message.contains("line 2\n"), message);
    assertTrue(message.contains("zlib1g-dev"), message);
    assertTrue(failure("kill -9 $$").contains("takes 1.1 GB for a small function"));
    assertTrue(
        failure("echo java.lang.UnsupportedClassVersionError; exit 1").contains("GRAALVM_HOME"));
  }

  @Test
  void saysHowMuchMemoryIsNeeded() throws Exception {
    BuilderMemory memory = new BuilderMemory(folder);
    assertNull(memory.shortage(1.2));
    assertTrue(Objects.toString(memory.shortage(0.5)).startsWith("There are 0.5 GB of memory"));
    memory.remember(List.of("  5.7s (6.3% of total time) in 84 GCs | Peak RSS: 1.29GB | CPU"));
    assertTrue(Objects.toString(memory.shortage(1.2)).contains("took 1.29 GB for the last build"));
    String message =
        failure(
            "echo ' - 0.40GB of memory (75.0% of system memory, change it with -J-Xmx)';"
                + " echo java.lang.OutOfMemoryError: Java heap space; exit 1");
    assertTrue(message.contains("It was given 0.40GB of memory (75.0% of system"), message);
    assertTrue(message.contains("took 1.29 GB"), message);
  }

  private String failure(String script) throws IOException {
    Path builder =
        Files.writeString(folder.resolve("native-image"), "#!/bin/bash\n" + script + "\n");
    assertTrue(builder.toFile().setExecutable(true));
    Builder run = new Builder(new SystemStreamLog(), folder);
    MojoExecutionException failed =
        assertThrows(MojoExecutionException.class, () -> run.build(builder, List.of("Main")));
    return Objects.toString(failed.getMessage());
  }

  @Test
  void asksForACompilerBeforeTheBuild() {
    MojoExecutionException refused =
        assertThrows(
            MojoExecutionException.class,
            () -> Builder.requireCompiler(folder.toString(), Collections.emptyList()));
    assertTrue(Objects.toString(refused.getMessage()).contains("apt-get install gcc"));
    assertDoesNotThrow(
        () -> Builder.requireCompiler("", List.of("-H:CCompilerPath=/usr/bin/clang")));
  }
}
