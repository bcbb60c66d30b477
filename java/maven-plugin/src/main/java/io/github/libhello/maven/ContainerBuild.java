package io.github.libhello.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.maven.plugin.MojoExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * native-image in a container, with a C compiler and a glibc that is old enough: a script takes its
 * place, which mounts the working folder and the class path where they are.
 *
 * @param engine what runs it
 * @param image where native-image is on the PATH
 * @param options of the engine's, beside those that are needed
 * @param classPath what the container may read
 * @param folder where the script is written
 */
record ContainerBuild(
    ContainerEngine engine, String image, List<String> options, List<Path> classPath, Path folder)
    implements NativeImage {

  /** GraalVM's own, on Oracle Linux 9, whose glibc is that of Amazon Linux 2023. */
  static final String ORACLE_IMAGE = "container-registry.oracle.com/graalvm/native-image:25";

  /** The engine, which has to be there. */
  static ContainerEngine require(@Nullable ContainerEngine engine) throws MojoExecutionException {
    if (engine == null) {
      throw new MojoExecutionException(
          "libhello.containerBuild is set, and neither docker nor podman works here.");
    }
    return engine;
  }

  @Override
  public String identity() {
    return engine.name() + " " + image;
  }

  @Override
  public Path executable() throws IOException {
    List<String> words = new ArrayList<>(List.of(engine.executable().toString(), "run", "--rm"));
    words.addAll(options);
    if (engine.name().equals("docker")) {
      // A container of podman's without root has its user as root already.
      words.add("--user");
      words.add(
          Files.getAttribute(folder, "unix:uid") + ":" + Files.getAttribute(folder, "unix:gid"));
    }
    Set<Path> mounted = new LinkedHashSet<>(classPath);
    for (Path entry : mounted) {
      words.addAll(List.of("--volume", entry + ":" + entry + ":ro"));
    }
    words.addAll(List.of("--volume", folder + ":" + folder, "--workdir", folder.toString()));
    words.addAll(List.of("--env", "HOME=/tmp", "--entrypoint", "native-image", image));
    StringBuilder line = new StringBuilder("#!/bin/sh\nexec");
    for (String word : words) {
      line.append(' ').append(ShellWord.quoted(word));
    }
    Path script = folder.resolve("native-image-in-container");
    Files.writeString(script, line + " \"$@\"\n");
    script.toFile().setExecutable(true);
    return script;
  }
}
