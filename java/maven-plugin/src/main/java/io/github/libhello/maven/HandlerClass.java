package io.github.libhello.maven;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.apache.maven.plugin.MojoExecutionException;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;

/** The handler that a JVM is told, which has no list of them as an image has. */
final class HandlerClass {

  private static final List<String> INTERFACES =
      List.of(
          "com/amazonaws/services/lambda/runtime/RequestHandler",
          "com/amazonaws/services/lambda/runtime/RequestStreamHandler");

  private HandlerClass() {}

  /** The one class of the project that implements one of AWS's interfaces. */
  static String find(Path classes) throws IOException, MojoExecutionException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(classes)) {
      for (Path file : walk.filter(path -> path.toString().endsWith(".class")).toList()) {
        try (InputStream bytes = Files.newInputStream(file)) {
          ClassReader reader = new ClassReader(bytes);
          if ((reader.getAccess() & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_INTERFACE)) == 0
              && !Collections.disjoint(List.of(reader.getInterfaces()), INTERFACES)) {
            found.add(reader.getClassName().replace('/', '.'));
          }
        }
      }
    }
    if (found.size() == 1) {
      return found.get(0);
    }
    Collections.sort(found);
    throw new MojoExecutionException(
        (found.isEmpty()
                ? "No class in " + classes + " implements RequestHandler or RequestStreamHandler."
                : "More than one class is a handler: " + String.join(", ", found) + ".")
            + " Name the handler as Lambda does: -Dlibhello.handler=package.Class, or"
            + " package.Class::method.");
  }
}
