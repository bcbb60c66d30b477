package io.github.libhello.maven;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.maven.plugin.MojoExecutionException;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Which class the image starts with, where the pom does not say. */
final class MainClass {

  static final String HANDLER_MAIN = "io.github.libhello.aws.HandlerMain";

  private MainClass() {}

  /**
   * {@code HandlerMain} where {@code libhello-aws} is on the class path, since that is what the
   * dependency is for; else the one class of the project with a {@code main}.
   */
  static String find(Path classes, List<Path> dependencies)
      throws IOException, MojoExecutionException {
    for (Path dependency : dependencies) {
      if (holdsHandlerMain(dependency)) {
        return HANDLER_MAIN;
      }
    }
    List<String> found = withMain(classes);
    if (found.size() == 1) {
      return found.get(0);
    }
    if (found.isEmpty()) {
      throw new MojoExecutionException(
          "No class in "
              + classes
              + " has a method `public static void main(String[])`, and libhello-aws is not among the"
              + " dependencies. Write one that calls LambdaRuntime.run, or, for handlers written"
              + " against AWS's interfaces, add the dependency io.github.libhello:libhello-aws.");
    }
    throw new MojoExecutionException(
        "More than one class has a main method: "
            + String.join(", ", found)
            + ". Choose one: <configuration><mainClass>"
            + found.get(0)
            + "</mainClass></configuration>, or -Dlibhello.mainClass="
            + found.get(0));
  }

  private static boolean holdsHandlerMain(Path entry) throws IOException {
    String file = HANDLER_MAIN.replace('.', '/') + ".class";
    if (Files.isDirectory(entry)) {
      return Files.exists(entry.resolve(file));
    }
    try (JarFile jar = new JarFile(entry.toFile())) {
      return jar.getEntry(file) != null;
    }
  }

  static List<String> withMain(Path classes) throws IOException {
    List<String> found = new ArrayList<>();
    if (!Files.isDirectory(classes)) {
      return found;
    }
    List<Path> files;
    try (Stream<Path> walk = Files.walk(classes)) {
      files = walk.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    }
    for (Path file : files) {
      String name = mainOf(file);
      if (name != null) {
        found.add(name);
      }
    }
    return found;
  }

  private static @Nullable String mainOf(Path file) throws IOException {
    MainVisitor visitor = new MainVisitor();
    try (InputStream bytes = Files.newInputStream(file)) {
      new ClassReader(bytes)
          .accept(
              visitor, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    }
    return visitor.hasMain ? visitor.name.replace('/', '.') : null;
  }

  private static final class MainVisitor extends ClassVisitor {

    String name = "";
    boolean hasMain;

    MainVisitor() {
      super(Opcodes.ASM9);
    }

    @Override
    public void visit(
        int version,
        int access,
        String internalName,
        @Nullable String signature,
        @Nullable String superName,
        String[] interfaces) {
      name = internalName;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String method,
        String descriptor,
        @Nullable String signature,
        String[] exceptions) {
      int wanted = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
      hasMain |=
          method.equals("main")
              && descriptor.equals("([Ljava/lang/String;)V")
              && (access & wanted) == wanted;
      return null;
    }
  }
}
