package io.github.libhello.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.logging.Log;
import org.jspecify.annotations.Nullable;

/** The image builder: one that is installed, or the one that the plugin assembles. */
sealed interface NativeImage permits NativeImage.Installed, Assembly, ContainerBuild {

  /** Differs between two builders, without a builder being there yet. */
  String identity() throws IOException;

  /** Where the executable is; takes a minute or two where it has to be assembled. */
  Path executable() throws IOException, MojoExecutionException;

  /**
   * By GRAALVM_HOME, a toolchain, JAVA_HOME, the PATH; else the plugin's own.
   *
   * @param tool what the build's toolchain has
   */
  static NativeImage find(Map<String, String> environment, @Nullable String tool, Log log) {
    Path found = inHome(environment.get("GRAALVM_HOME"));
    if (found == null && tool != null) {
      found = Path.of(tool);
    }
    if (found == null) {
      found = inHome(environment.get("JAVA_HOME"));
    }
    if (found == null) {
      found = onPath(environment.getOrDefault("PATH", ""), "native-image");
    }
    return found != null
        ? new Installed(found)
        : new Assembly(ownJar(), List.of(), environment, log);
  }

  /** For a platform that is not the machine's own: no distribution has what that takes. */
  static NativeImage forOther(Architecture target, Map<String, String> environment, Log log) {
    return new Assembly(ownJar(), List.of(target.platform()), environment, log);
  }

  private static @Nullable Path inHome(@Nullable String home) {
    Path candidate = home == null ? null : Path.of(home, "bin", "native-image");
    return candidate != null && Files.isExecutable(candidate) ? candidate : null;
  }

  /** An executable of that name in a PATH's folders. */
  static @Nullable Path onPath(String path, String name) {
    for (String folder : path.split(File.pathSeparator, -1)) {
      Path candidate = Path.of(folder, name);
      if (!folder.isEmpty() && Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
        return candidate;
      }
    }
    return null;
  }

  /** The plugin's. */
  static Path ownJar() {
    return Path.of(NativeImage.class.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  /** One that the user has. */
  record Installed(Path executable) implements NativeImage {

    /**
     * With the file that a home has about its version: another one may come into the same place.
     */
    @Override
    public String identity() throws IOException {
      Path release = executable.toRealPath().resolve("../../release").normalize();
      return executable + (Files.isReadable(release) ? Files.readString(release) : "");
    }
  }
}
