package io.github.libhello.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.toolchain.Toolchain;
import org.apache.maven.toolchain.ToolchainManager;
import org.jspecify.annotations.Nullable;

/**
 * What makes {@code target/lambda.zip}: the project as a native image, with {@code libHello.so}
 * beside it, checked against what Lambda's {@code provided.al2023} has. Nothing is built while
 * nothing has changed.
 */
abstract class ImageMojo extends AbstractMojo {

  private final MavenProject project;
  private final MavenSession session;
  private final ToolchainManager toolchains;
  private final Map<String, String> environment = System.getenv();

  /** The class with {@code main}; found where there is one, or where libhello-aws is used. */
  @Parameter(property = "libhello.mainClass")
  private @Nullable String mainClass;

  /** Options for native-image, after the plugin's own. */
  @Parameter(property = "libhello.buildArgs")
  private List<String> buildArgs = List.of();

  /** Builds faster, for a slower program: {@code -Ob} in place of {@code -O3}. */
  @Parameter(property = "libhello.quickBuild", defaultValue = "false")
  private boolean quickBuild;

  /**
   * {@code x86_64} or {@code arm64}; the machine's own where nothing is said. On x86-64, arm64 is
   * built by the plugin's own builder.
   */
  @Parameter(property = "libhello.arch")
  private @Nullable String arch;

  /** Builds in a container, which is also done where there is no other image builder. */
  @Parameter(property = "libhello.containerBuild", defaultValue = "false")
  private boolean containerBuild;

  /** The container image to build in, which has native-image on its PATH. */
  @Parameter(property = "libhello.builderImage", defaultValue = ContainerBuild.ORACLE_IMAGE)
  private String builderImage = ContainerBuild.ORACLE_IMAGE;

  /** Options of docker's or podman's for that container. */
  @Parameter(property = "libhello.containerOptions")
  private List<String> containerOptions = List.of();

  ImageMojo(MavenProject project, MavenSession session, ToolchainManager toolchains) {
    this.project = project;
    this.session = session;
    this.toolchains = toolchains;
  }

  /** What the package is built for. */
  final Architecture target() throws MojoExecutionException {
    return arch == null ? Architecture.own() : Architecture.of(arch);
  }

  /** The package, which is made where something has changed. */
  final Path makePackage(Architecture target)
      throws IOException, MojoExecutionException, DependencyResolutionRequiredException {
    Architecture own = Architecture.own();
    Path output = Path.of(project.getBuild().getDirectory());
    Path zip = output.resolve(target.zipName(own));
    Path work = output.resolve("libhello-" + target.label());
    List<Path> classPath = classPath();

    List<String> options = options(own, target, classPath);
    NativeImage nativeImage = builder(own, target, classPath, work);
    Inputs inputs = new Inputs();
    inputs.addTexts(options);
    inputs.addTexts(List.of(nativeImage.identity()));
    Inputs libraries = new Inputs();
    for (Path entry : classPath) {
      inputs.addProgram(entry);
      libraries.addLibraries(entry);
    }
    String program = inputs.hash();
    String hash = program + " " + libraries.hash();
    Path stamp = work.resolve("inputs");
    if (Inputs.unchanged(stamp, hash, zip)) {
      getLog().info(zip + " is up to date");
      return zip;
    }

    Files.deleteIfExists(stamp);
    Path image = work.resolve("image");
    Path builtOf = work.resolve("image-inputs");
    Path bootstrap = image.resolve("bootstrap");
    if (Inputs.unchanged(builtOf, program, bootstrap)
        && CarriedLibrary.write(classPath, target, image)) {
      getLog().info("The native image is up to date; libHello.so is another one");
    } else {
      Path executable = executable(nativeImage, options, classPath, work);
      Folders.emptied(image);
      Files.deleteIfExists(builtOf);
      getLog().info("Building the native image of " + options.get(options.size() - 1));
      new Builder(getLog(), work).build(executable, options);
    }
    List<Path> files = packed(image);
    PackageRules.check(files, target);
    Inputs.remember(builtOf, program, bootstrap);
    LambdaZip.write(zip, files);
    Inputs.remember(stamp, hash, zip);
    for (Path file : files) {
      getLog().info(String.format("  %-12s %5.1f MB", file.getFileName(), Files.size(file) / 1e6));
    }
    getLog().info(String.format("%s: %.1f MB, for %s", zip, Files.size(zip) / 1e6, target.label()));
    return zip;
  }

  private NativeImage builder(
      Architecture own, Architecture target, List<Path> classPath, Path work)
      throws IOException, MojoExecutionException {
    if (target != own) {
      return NativeImage.forOther(target, environment, getLog());
    }
    return containerBuild
        ? inContainer(ContainerBuild.require(ContainerEngine.find(environment)), classPath, work)
        : NativeImage.find(environment, tool("native-image"), getLog());
  }

  private ContainerBuild inContainer(ContainerEngine engine, List<Path> classPath, Path work)
      throws IOException {
    Files.createDirectories(work);
    return new ContainerBuild(engine, builderImage, containerOptions, classPath, work);
  }

  /** The builder; where it or its compiler is missing, one in a container, if that can be. */
  private Path executable(
      NativeImage builder, List<String> options, List<Path> classPath, Path work)
      throws IOException, MojoExecutionException {
    try {
      if (!(builder instanceof ContainerBuild)) {
        Builder.requireCompiler(environment.getOrDefault("PATH", ""), options);
      }
      return builder.executable();
    } catch (MojoExecutionException missing) {
      ContainerEngine engine =
          target() == Architecture.own() ? ContainerEngine.find(environment) : null;
      if (engine == null) {
        throw missing;
      }
      getLog().warn(missing.getMessage());
      getLog().warn("Therefore " + engine.name() + " builds in " + builderImage);
      return inContainer(engine, classPath, work).executable();
    }
  }

  /** The builder's options, which end with the main class. It runs beside the folder image. */
  private List<String> options(Architecture own, Architecture target, List<Path> classPath)
      throws IOException, MojoExecutionException {
    String main = mainClass(classPath);
    List<String> options = new ArrayList<>(List.of(quickBuild ? "-Ob" : "-O3", "--no-fallback"));
    options.addAll(target.options(own));
    options.addAll(buildArgs);
    options.add("-cp");
    options.add(String.join(":", classPath.stream().map(Path::toString).toList()));
    options.addAll(List.of("-o", "image/bootstrap", main));
    return options;
  }

  /** What the program takes of the project and its dependencies. */
  final List<Path> classPath() throws DependencyResolutionRequiredException {
    return project.getRuntimeClasspathElements().stream()
        .map(Path::of)
        .filter(Files::exists)
        .toList();
  }

  /** The main class that is set, or the one that is found. */
  final String mainClass(List<Path> classPath) throws IOException, MojoExecutionException {
    return mainClass != null ? mainClass : MainClass.find(classes(), classPath);
  }

  /** The folder of the project's own classes. */
  final Path classes() {
    return Path.of(project.getBuild().getOutputDirectory());
  }

  /** A folder of this goal's in the project's target. */
  final Path work(String name) {
    return Path.of(project.getBuild().getDirectory(), name);
  }

  final MavenProject project() {
    return project;
  }

  final MavenSession session() {
    return session;
  }

  /** What a toolchain offers, where the build has chosen one. */
  final @Nullable String tool(String name) {
    Toolchain toolchain = toolchains.getToolchainFromBuildContext("jdk", session);
    return toolchain == null ? null : toolchain.findTool(name);
  }

  /** The libraries that the builder has written, then the executable. */
  private static List<Path> packed(Path image) throws IOException, MojoExecutionException {
    Set<Path> files = new LinkedHashSet<>();
    try (Stream<Path> built = Files.list(image)) {
      files.addAll(built.filter(file -> file.toString().endsWith(".so")).sorted().toList());
    }
    if (!files.contains(image.resolve("libHello.so"))) {
      throw new MojoExecutionException(
          "The image was built without libHello.so: add the dependency"
              + " io.github.libhello:libhello-runtime or libhello-aws to the project.");
    }
    Path bootstrap = image.resolve("bootstrap");
    if (!Files.exists(bootstrap)) {
      throw new MojoExecutionException(
          "native-image ended well and wrote no executable: look at the options that"
              + " libhello.buildArgs adds.");
    }
    files.add(bootstrap);
    return List.copyOf(files);
  }
}
