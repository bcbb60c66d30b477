package io.github.libhello.maven;

import java.io.IOException;

/** What a failed run of the image builder is most likely about, by what it printed. */
final class BuilderFailure {

  /** What a process that the kernel has killed ends with. */
  private static final int KILLED = 137;

  private BuilderFailure() {}

  /** The builder's last lines, then one sentence about the likely cause where it is known. */
  static String describe(LoggedProcess.Result result, BuilderMemory memory) throws IOException {
    return "native-image failed with status "
        + result.status()
        + ":\n"
        + result.lastLines()
        + cause(result, memory);
  }

  private static String cause(LoggedProcess.Result result, BuilderMemory memory)
      throws IOException {
    String output = String.join("\n", result.output());
    if (result.status() == KILLED
        || output.contains("exit status " + KILLED)
        || output.contains("OutOfMemoryError")
        || output.contains("insufficient memory")
        || output.contains("GC overhead limit")) {
      return "Memory was too short for the image builder. " + memory.explain(result.output());
    }
    if (output.contains("cannot find -lz") || output.contains("zlib.h")) {
      return "zlib's development files are missing: apt-get install zlib1g-dev, or dnf install"
          + " zlib-devel.";
    }
    if (output.contains("UnsupportedClassVersionError")) {
      return "A class was compiled for a newer Java than this native-image knows: lower"
          + " maven.compiler.release, or set GRAALVM_HOME to a newer GraalVM.";
    }
    if (output.contains("got initialized") || output.contains("was found in the image heap")) {
      return "A class was initialized while the image was built and must not be, or the other way"
          + " round: the lines above name it, and <buildArgs> takes --initialize-at-run-time= or"
          + " --initialize-at-build-time= for it.";
    }
    if (output.contains("NoClassDefFoundError") || output.contains("ClassNotFoundException")) {
      return "A class that the program refers to is not among the runtime dependencies; the lines"
          + " above name it.";
    }
    return "The whole output is in the log.";
  }
}
