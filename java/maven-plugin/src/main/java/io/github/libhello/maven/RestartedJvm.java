package io.github.libhello.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.logging.Log;
import org.jspecify.annotations.Nullable;

/**
 * The JVM that the local Lambda starts again after each change. Its options are in a file, so that
 * they can change too: once a start has told which classes are loaded, those of the libraries come
 * from an archive, which halves the time of a start.
 */
final class RestartedJvm {

  /** So long nothing more is loaded, by a start that is over. */
  private static final long PAUSE_MILLIS = 500;

  private final Log log;
  private final Path folder;
  private final String java;
  private final Program program;
  private final List<Path> jars;
  private final List<Path> folders;
  private @Nullable Set<String> entriesOfJars;
  private volatile boolean making;
  private volatile boolean archived;

  private RestartedJvm(Log log, Path folder, String java, Program program) {
    this.log = log;
    this.folder = folder;
    this.java = java;
    this.program = program;
    this.jars = program.classPath().stream().filter(Files::isRegularFile).toList();
    this.folders = program.classPath().stream().filter(Files::isDirectory).toList();
  }

  /**
   * With its files in the folder. Takes the archive of an earlier run, if it is of the same
   * libraries.
   */
  static RestartedJvm in(Path folder, Log log, String java, Program program) throws IOException {
    Files.createDirectories(folder);
    RestartedJvm jvm = new RestartedJvm(log, folder, java, program);
    jvm.archived = Inputs.unchanged(jvm.stamp(), jvm.identity(), jvm.archive());
    jvm.prepare();
    return jvm;
  }

  /** The command by which it is started. */
  List<String> command() {
    return List.of(java, "@" + options());
  }

  /** Makes the archive as soon as a first start has told what it has loaded. */
  void watchFirstStart() {
    Thread watcher =
        new Thread(
            () -> {
              try {
                long size = 0;
                while (!archived && !making) {
                  Thread.sleep(PAUSE_MILLIS);
                  long now = Files.exists(loaded()) ? Files.size(loaded()) : 0;
                  if (now > 0 && now == size) {
                    makeOnce();
                  }
                  size = now;
                }
              } catch (IOException | InterruptedException ended) {
                // The next start, before which the archive is made otherwise.
              }
            },
            "first-start");
    watcher.setDaemon(true);
    watcher.start();
  }

  private synchronized void makeOnce() throws IOException {
    if (archived || making || jars.isEmpty() || !Files.exists(loaded())) {
      return;
    }
    making = true;
    // The next start writes that file anew.
    Path known = folder.resolve("known-classes");
    Files.copy(loaded(), known, StandardCopyOption.REPLACE_EXISTING);
    Thread maker = new Thread(() -> make(known), "class-archive");
    maker.setDaemon(true);
    maker.start();
  }

  /** Writes the options of the next start, and makes the archive meanwhile where it can. */
  void prepare() throws IOException {
    makeOnce();
    // An archive takes no folder before the jars, where one hides what a jar has under the same
    // name.
    boolean fast = archived && !hides();
    List<String> words = new ArrayList<>(common());
    if (fast) {
      words.addAll(List.of("-XX:SharedArchiveFile=" + archive(), "-Xlog:cds=off"));
    } else {
      words.add("-XX:DumpLoadedClassList=" + loaded());
    }
    List<Path> classPath = new ArrayList<>(fast ? jars : program.classPath());
    if (fast) {
      classPath.addAll(folders);
    }
    words.addAll(List.of("-cp", joined(classPath), program.mainClass()));
    Files.write(options(), words.stream().map(RestartedJvm::quoted).toList());
  }

  private void make(Path known) {
    try {
      Path unfinished = folder.resolve("libraries.unfinished");
      List<String> words = new ArrayList<>(List.of(java, "-Xshare:dump"));
      words.addAll(common());
      words.add("-XX:SharedClassListFile=" + known);
      words.add("-XX:SharedArchiveFile=" + unfinished);
      words.addAll(List.of("-cp", joined(jars)));
      new LoggedProcess(log, folder).require("class-archive", words, Map.of());
      Files.move(unfinished, archive(), StandardCopyOption.REPLACE_EXISTING);
      Inputs.remember(stamp(), identity(), archive());
      archived = true;
      log.info("The next start takes the classes of the libraries from an archive");
    } catch (IOException | MojoExecutionException failed) {
      log.debug("There is no archive of the libraries' classes: " + failed.getMessage());
    }
  }

  private List<String> common() {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
    words.addAll(program.jvmArgs());
    return words;
  }

  private String identity() throws IOException {
    Inputs inputs = new Inputs();
    inputs.addTexts(
        List.of(java, Files.getLastModifiedTime(Path.of(java).toRealPath()).toString()));
    inputs.addTexts(common());
    for (Path jar : jars) {
      inputs.addTexts(
          List.of(
              jar.toString(),
              Long.toString(Files.size(jar)),
              Files.getLastModifiedTime(jar).toString()));
    }
    return inputs.hash();
  }

  private boolean hides() throws IOException {
    Set<String> entries = entriesOfJars;
    if (entries == null) {
      entries = new HashSet<>();
      for (Path jar : jars) {
        try (JarFile file = new JarFile(jar.toFile())) {
          file.stream().map(Object::toString).forEach(entries::add);
        }
      }
      entriesOfJars = entries;
    }
    Predicate<String> known = entries::contains;
    for (Path classes : folders) {
      try (Stream<Path> walk = Files.walk(classes)) {
        if (walk.filter(Files::isRegularFile)
            .map(file -> classes.relativize(file).toString())
            .anyMatch(known)) {
          return true;
        }
      }
    }
    return false;
  }

  private Path options() {
    return folder.resolve("jvm-options");
  }

  private Path loaded() {
    return folder.resolve("loaded-classes");
  }

  private Path archive() {
    return folder.resolve("libraries.jsa");
  }

  private Path stamp() {
    return folder.resolve("libraries.inputs");
  }

  private static String joined(List<Path> paths) {
    return String.join(":", paths.stream().map(Path::toString).toList());
  }

  /** As the JVM reads such a file. */
  private static String quoted(String word) {
    return '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
