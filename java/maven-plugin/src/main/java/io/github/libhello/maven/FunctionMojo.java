package io.github.libhello.maven;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.toolchain.ToolchainManager;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/** What starts the project's function under the local Lambda: its package, or its classes. */
abstract class FunctionMojo extends ImageMojo {

  /** A function that starts slowly is no reason to make no cache for it. */
  private static final String TRAINING_SECONDS = "60";

  /** What the jars of libHello are compiled for. */
  private static final int OLDEST_JAVA = 21;

  private final RepositorySystem repositories;

  /** Starts the classes on a JVM, and builds no image; a container image gets a JRE then. */
  @Parameter(property = "libhello.jvm", defaultValue = "false")
  private boolean jvm;

  /** Options for that JVM. */
  @Parameter(property = "libhello.jvmArgs")
  private List<String> jvmArgs = List.of();

  /** Modules of the JDK in a package with a JRE, beside those that the classes name. */
  @Parameter(property = "libhello.addModules")
  private List<String> addModules = List.of();

  /** {@code _HANDLER}; found where one class implements AWS's interfaces. */
  @Parameter(property = "libhello.handler")
  private @Nullable String handler;

  /** Memory size of the function in MB, which is told to it and not enforced. */
  @Parameter(property = "libhello.memory", defaultValue = "128")
  private int memory;

  /** Time-out of one invocation in seconds. */
  @Parameter(property = "libhello.timeout", defaultValue = "10")
  private int timeout;

  /** Environment variables of the function, each {@code NAME=VALUE}. */
  @Parameter(property = "libhello.env")
  private List<String> env = List.of();

  /** Folder of the project's events, one in each file that ends with {@code .json}. */
  @Parameter(property = "libhello.events", defaultValue = "${project.basedir}/events")
  private String events = "events";

  /** Another {@code lambda-emulator} than the one of the repositories. */
  @Parameter(property = "libhello.emulator")
  private @Nullable String emulator;

  @Parameter(defaultValue = "${plugin.version}", readonly = true)
  private @Nullable String version;

  FunctionMojo(
      MavenProject project,
      MavenSession session,
      ToolchainManager toolchains,
      RepositorySystem repositories) {
    super(project, session, toolchains);
    this.repositories = repositories;
  }

  /** Runs the local Lambda with these options of its own, until it ends. */
  final int emulate(List<String> options)
      throws IOException, MojoExecutionException, DependencyResolutionRequiredException {
    return ForegroundProcess.run(emulator(options, jvm ? classes(classPath()) : image()));
  }

  /** The JVM that is started again and again, for the classes, with its files in the folder. */
  final RestartedJvm restartedJvm(Path folder)
      throws IOException, MojoExecutionException, DependencyResolutionRequiredException {
    return RestartedJvm.in(folder, getLog(), java(), program(classPath()));
  }

  /** The local Lambda with these options of its own, round that. */
  final List<String> emulatorOf(RestartedJvm jvm, List<String> options)
      throws IOException, MojoExecutionException, DependencyResolutionRequiredException {
    List<String> function = handled(program(classPath()));
    function.addAll(jvm.command());
    return emulator(options, function);
  }

  private List<String> emulator(List<String> options, List<String> function)
      throws IOException, MojoExecutionException {
    List<String> command = emulator(options, timeout);
    if (!getLog().isInfoEnabled()) {
      command.add("--quiet");
    }
    command.addAll(function);
    getLog().debug(String.join(" ", command));
    return command;
  }

  private List<String> emulator(List<String> options, int seconds)
      throws IOException, MojoExecutionException {
    List<String> command = new ArrayList<>(List.of(executable().toString()));
    command.addAll(options);
    command.addAll(List.of("--name", name(), "--memory", Integer.toString(memory)));
    command.addAll(List.of("--timeout", Integer.toString(seconds)));
    for (String variable : env) {
      command.addAll(List.of("--env", variable));
    }
    return command;
  }

  /** The package with an image or, as it is asked for, with a JRE. */
  final Path makeFunctionPackage(Architecture target)
      throws IOException,
          MojoExecutionException,
          MojoFailureException,
          DependencyResolutionRequiredException {
    return jvm ? makeJvmPackage() : makePackage(target);
  }

  /** The package with a JRE, which is made where something has changed. */
  final Path makeJvmPackage()
      throws IOException,
          MojoExecutionException,
          MojoFailureException,
          DependencyResolutionRequiredException {
    requireOwn();
    Path zip = work("lambda-jvm.zip");
    JvmPackage made = new JvmPackage(getLog(), work("libhello-jvm"), zip, jdk());
    List<String> options = new ArrayList<>(List.of("--responses", "none", "--quiet"));
    options.addAll(List.of("--grace", TRAINING_SECONDS, "--init-timeout", TRAINING_SECONDS));
    List<Path> given = eventFiles();
    for (Path event : given) {
      options.addAll(List.of("--event", event.toString()));
    }
    List<String> command = emulator(options, Math.max(timeout, Integer.parseInt(TRAINING_SECONDS)));
    made.make(program(classPath()), addModules, new JvmPackage.Training(command, given, memory));
    return zip;
  }

  /** The function's name, by which the Invoke API knows it. */
  final String name() {
    return project().getArtifactId();
  }

  final List<Path> eventFiles() throws IOException {
    return EventFiles.in(Path.of(events));
  }

  /** The commands that send the function an event, once it is served. */
  final void showCalls(int port) throws IOException, MojoExecutionException {
    Calls calls = new Calls(Path.of("").toAbsolutePath(), executable(), name(), port);
    calls.of(eventFiles()).forEach(call -> getLog().info("  " + call));
  }

  private Path executable() throws IOException, MojoExecutionException {
    return emulator != null
        ? Path.of(emulator)
        : EmulatorExecutable.install(
            repositories,
            session().getRepositorySession(),
            project().getRemotePluginRepositories(),
            Objects.requireNonNull(version),
            work("libhello"));
  }

  private List<String> image()
      throws IOException, MojoExecutionException, DependencyResolutionRequiredException {
    Architecture own = requireOwn();
    Path unpacked = Folders.emptied(work("libhello-" + own.label()).resolve("unpacked"));
    LambdaZip.unpack(makePackage(own), unpacked);
    List<String> words = new ArrayList<>();
    if (handler != null) {
      words.addAll(List.of("--handler", handler));
    }
    words.addAll(List.of("--", unpacked.resolve("bootstrap").toString()));
    return words;
  }

  private Architecture requireOwn() throws MojoExecutionException {
    Architecture own = Architecture.own();
    if (target() != own) {
      throw new MojoExecutionException(
          "A package for " + target().label() + " cannot be run here: leave libhello.arch out.");
    }
    return own;
  }

  private Program program(List<Path> classPath) throws IOException, MojoExecutionException {
    String main = mainClass(classPath);
    String named = handler;
    if (named == null && main.equals(MainClass.HANDLER_MAIN)) {
      named = HandlerClass.find(classes());
    }
    return new Program(main, named, classPath, jvmArgs);
  }

  /** The JVM for the classes: where Maven's own is too old for libHello, another one. */
  final String java() throws IOException, MojoExecutionException {
    String java = tool("java");
    if (java != null) {
      return java;
    }
    Path own = Path.of(System.getProperty("java.home"), "bin", "java");
    return (Runtime.version().feature() >= OLDEST_JAVA ? own : jdk().tool("java")).toString();
  }

  private Jdk jdk() throws IOException, MojoExecutionException {
    return Jdk.find(
        System.getenv(),
        tool("java"),
        () -> InstalledJdk.find(Assembly.ofPlugin(getLog()).unpack(), Jdk.OLDEST));
  }

  private List<String> classes(List<Path> classPath) throws IOException, MojoExecutionException {
    Program program = program(classPath);
    List<String> words = handled(program);
    words.add(java());
    words.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
    words.addAll(jvmArgs);
    String entries = String.join(":", classPath.stream().map(Path::toString).toList());
    words.addAll(List.of("-cp", entries, program.mainClass()));
    return words;
  }

  /** What the local Lambda is told of classes, up to their JVM. */
  private List<String> handled(Program program) {
    List<String> words = new ArrayList<>(List.of("--task-root", classes().toString()));
    if (program.handler() != null) {
      words.addAll(List.of("--handler", program.handler()));
    }
    words.add("--");
    return words;
  }
}
