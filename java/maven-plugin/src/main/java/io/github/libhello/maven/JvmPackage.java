package io.github.libhello.maven;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;

/**
 * The package for those who stay on the JVM: a JRE with what the program uses, the program, and an
 * AOT cache that is trained on the project's events.
 */
final class JvmPackage {

  private static final String BOOTSTRAP = "/jvm/bootstrap";

  private final Log log;
  private final Path work;
  private final Path zip;
  private final Jdk jdk;

  /** Its files are made in the folder {@code bundle} of a working folder. */
  JvmPackage(Log log, Path work, Path zip, Jdk jdk) {
    this.log = log;
    this.work = work;
    this.zip = zip;
    this.jdk = jdk;
  }

  /**
   * What the cache is trained by.
   *
   * @param emulator the local Lambda's command, up to the function
   */
  record Training(List<String> emulator, List<Path> events, int memory) {}

  /** The files of the package. */
  Path bundle() {
    return work.resolve("bundle");
  }

  /** Makes it where something has changed. */
  void make(Program program, List<String> addedModules, Training training)
      throws IOException, MojoExecutionException, MojoFailureException {
    String hash = hash(program, addedModules, training);
    Path stamp = work.resolve("inputs");
    if (Inputs.unchanged(stamp, hash, zip)) {
      log.info(zip + " is up to date");
      return;
    }
    if (training.events().isEmpty()) {
      throw new MojoExecutionException(
          "The AOT cache is trained on the project's events, and there is none: put some into the"
              + " folder events, one in each file that ends with .json.");
    }
    Files.createDirectories(work);
    Files.deleteIfExists(stamp);
    Folders.delete(bundle());
    Files.createDirectory(bundle());
    LoggedProcess process = new LoggedProcess(log, work);
    Architecture architecture = Architecture.own();

    write(program, architecture);
    Set<String> modules =
        JavaRuntime.modules(jdk, process, work, LambdaZip.files(bundle().resolve("lib")));
    modules.addAll(addedModules);
    log.info("JRE of " + jdk.home() + ": " + String.join(", ", modules));
    JavaRuntime.link(jdk, process, modules, bundle().resolve("jre"));
    PackageRules.checkJre(LambdaZip.files(bundle().resolve("jre")), architecture, jdk.home());

    // The cache notes the times of the jars.
    setTimes();
    log.info("AOT cache, trained on " + training.events().size() + " events");
    new AotCache(process, bundle()).train(training.emulator(), training.memory());
    setTimes();

    LambdaZip.writeFolder(zip, bundle());
    PackageRules.checkSize(zip, LambdaZip.files(bundle()), log);
    Inputs.remember(stamp, hash, zip);
    log.info(
        String.format("%s: %.1f MB, for %s", zip, Files.size(zip) / 1e6, architecture.label()));
  }

  private void write(Program program, Architecture architecture)
      throws IOException, MojoExecutionException {
    Path bootstrap = bundle().resolve("bootstrap");
    Files.write(bootstrap, bootstrap());
    bootstrap.toFile().setExecutable(true, false);
    ProgramJars.write(program, bundle());
    if (!CarriedLibrary.write(program.classPath(), architecture, bundle())) {
      throw new MojoExecutionException(
          "No jar of the project carries libHello.so for "
              + architecture.label()
              + ": add the dependency io.github.libhello:libhello-runtime or libhello-aws.");
    }
    Path library = bundle().resolve(CarriedLibrary.NAME);
    library.toFile().setExecutable(true, false);
    PackageRules.check(List.of(library), architecture);
    StringBuilder options = new StringBuilder();
    for (String option : program.jvmArgs()) {
      String escaped = option.replace("\\", "\\\\").replace("\"", "\\\"");
      options.append('"').append(escaped).append("\"\n");
    }
    Files.writeString(bundle().resolve("jvm.options"), options);
    Files.writeString(bundle().resolve("main"), program.mainClass() + "\n");
    if (program.handler() != null) {
      Files.writeString(bundle().resolve("handler"), program.handler() + "\n");
    }
  }

  private static byte[] bootstrap() throws IOException {
    try (InputStream carried = JvmPackage.class.getResourceAsStream(BOOTSTRAP)) {
      return Objects.requireNonNull(carried).readAllBytes();
    }
  }

  private void setTimes() throws IOException {
    for (Path file : LambdaZip.files(bundle())) {
      Files.setLastModifiedTime(file, FileTime.from(LambdaZip.time()));
    }
  }

  private String hash(Program program, List<String> addedModules, Training training)
      throws IOException {
    Inputs inputs = new Inputs();
    inputs.addTexts(List.of(program.mainClass(), Objects.toString(program.handler())));
    inputs.addTexts(program.jvmArgs());
    inputs.addTexts(List.of("--add-modules"));
    inputs.addTexts(addedModules);
    inputs.addTexts(List.of(jdk.home().toString(), jdk.identity()));
    inputs.addTexts(List.of(new String(bootstrap(), UTF_8)));
    inputs.addTexts(training.emulator());
    for (Path event : training.events()) {
      inputs.addFile(event);
    }
    for (Path entry : program.classPath()) {
      inputs.addTexts(List.of(entry.getFileName().toString()));
      inputs.addFile(entry);
    }
    return inputs.hash();
  }
}
