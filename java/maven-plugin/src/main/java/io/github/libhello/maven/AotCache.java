package io.github.libhello.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;

/**
 * The classes that the function has used for the project's events, loaded and linked (JEP 483, JEP
 * 514). In two steps, since the first must end within the time between SIGTERM and SIGKILL: the
 * process notes what it has used, and another makes the cache of that.
 */
final class AotCache {

  static final String NAME = "function.aot";

  private static final String VARIABLE = "LIBHELLO_JVM_OPTIONS";
  private static final String USED = "function.used";

  private final LoggedProcess process;
  private final Path bundle;

  /**
   * Made by the package's own bootstrap, so that the cache fits the options that it starts with.
   */
  AotCache(LoggedProcess process, Path bundle) {
    this.process = process;
    this.bundle = bundle;
  }

  /**
   * Makes it. Files have relative names, since the options are split at blanks.
   *
   * @param emulator the local Lambda's command, up to the function
   */
  void train(List<String> emulator, int memory)
      throws IOException, MojoExecutionException, MojoFailureException {
    Path used = bundle.resolveSibling(USED);
    Path made = bundle.resolveSibling(NAME);
    Files.deleteIfExists(used);
    Files.deleteIfExists(made);
    List<String> command = new ArrayList<>(emulator);
    command.addAll(
        List.of("--env", VARIABLE + "=-XX:AOTMode=record -XX:AOTConfiguration=../" + USED));
    command.addAll(List.of("--", bundle.resolve("bootstrap").toString()));
    LoggedProcess.Result recorded = process.run("record", command);
    if (recorded.status() != 0 || !Files.exists(used)) {
      throw new MojoFailureException(
          "The function has not answered the events that its cache is trained on:\n"
              + recorded.lastLines()
              + "All of it: "
              + recorded.logFile());
    }
    process.require(
        "create",
        List.of("sh", "-c", "cd \"$0\" && exec ./bootstrap", bundle.toString()),
        Map.of(
            VARIABLE,
            "-XX:AOTMode=create -XX:AOTConfiguration=../" + USED + " -XX:AOTCache=../" + NAME,
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            Integer.toString(memory)));
    Files.move(made, bundle.resolve(NAME), StandardCopyOption.REPLACE_EXISTING);
  }
}
