package io.github.libhello.junit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The local Lambda's executable, which lies beside this jar in a Maven repository. */
final class EmulatorExecutable {

  static final String PROPERTY = "libhello.emulator";

  private EmulatorExecutable() {}

  /**
   * The one that the property names; else a copy in the folder that can be executed, since what
   * lies in a repository is not marked as such.
   *
   * @param jar where these classes come from
   */
  static Path find(@Nullable String named, Path jar, Path folder) throws IOException {
    if (named != null) {
      return Path.of(named).toAbsolutePath();
    }
    Path carried = besides(jar);
    if (carried == null || !Files.exists(carried)) {
      throw new IllegalStateException(
          "There is no lambda-emulator beside "
              + jar
              + ". Projects whose pom has the libhello-maven-plugin with <extensions>true</extensions>"
              + " get it; others add the dependency io.github.libhello:lambda-emulator of the same"
              + " version with <type>exe</type>, <classifier>"
              + classifier()
              + "</classifier> and <scope>test</scope>, or set the system property "
              + PROPERTY
              + " to one that ./build.sh build has made.");
    }
    Path executable = Files.copy(carried, folder.resolve("lambda-emulator"));
    executable.toFile().setExecutable(true);
    return executable;
  }

  /** In a repository: {@code .../libhello-junit/VERSION/libhello-junit-VERSION.jar}. */
  private static @Nullable Path besides(Path jar) {
    Path versionFolder = jar.getParent();
    Path artifact = versionFolder == null ? null : versionFolder.getParent();
    Path group = artifact == null ? null : artifact.getParent();
    if (versionFolder == null || group == null) {
      return null;
    }
    Path version = versionFolder.getFileName();
    return group
        .resolve("lambda-emulator")
        .resolve(version)
        .resolve("lambda-emulator-" + version + "-" + classifier() + ".exe");
  }

  private static String classifier() {
    return System.getProperty("os.arch").equals("aarch64") ? "linux-aarch_64" : "linux-x86_64";
  }
}
