package io.github.libhello.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a container image of a package is built from: a Dockerfile, and the files that it copies.
 */
final class ContainerContext {

  /** The base for custom runtimes. */
  static final String AWS_BASE = "public.ecr.aws/lambda/provided:al2023";

  private ContainerContext() {}

  /** Writes both, in place of what was there. */
  static void write(Path context, Path zip, String base) throws IOException {
    Folders.emptied(context);
    LambdaZip.unpack(zip, Files.createDirectory(context.resolve("package")));
    Files.writeString(context.resolve("Dockerfile"), dockerfile(base));
  }

  private static String dockerfile(String base) {
    return """
    # Written by libhello-maven-plugin. The base's entry point starts /var/runtime/bootstrap.
    FROM %s
    COPY --chown=0:0 package/ /var/runtime/
    # Without it Lambda publishes no version of an image with SnapStart on this base.
    LABEL com.amazonaws.lambda.feature.snapstart="Allow"
    # Lambda has a user of its own; another host gets one without rights.
    USER 65534:65534
    CMD ["bootstrap"]
    """
        .formatted(base);
  }

  /** What docker or podman is told. */
  static List<String> arguments(
      Architecture target, Architecture own, String imageName, Path context) {
    List<String> arguments = new ArrayList<>(List.of("build"));
    if (target != own) {
      arguments.add("--platform=" + target.container());
    }
    arguments.addAll(List.of("--tag", imageName, context.toString()));
    return arguments;
  }
}
