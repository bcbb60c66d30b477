package io.github.libhello.maven;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * A class path as jars alone, since an AOT cache takes no folder of classes: {@code lib} has them,
 * and {@code function.jar} beside it names them in its manifest, and the main class for whoever
 * starts it by hand.
 */
final class ProgramJars {

  private ProgramJars() {}

  /** Writes the jars into the folder of a package. */
  static void write(Program program, Path folder) throws IOException {
    Path libraries = Files.createDirectory(folder.resolve("lib"));
    List<String> names = new ArrayList<>();
    for (Path entry : program.classPath()) {
      String name = unused(Files.isDirectory(entry) ? "classes.jar" : nameOf(entry), names);
      if (Files.isDirectory(entry)) {
        pack(entry, libraries.resolve(name));
      } else {
        Files.copy(entry, libraries.resolve(name));
      }
      names.add(name);
    }
    Manifest manifest = new Manifest();
    Attributes facts = manifest.getMainAttributes();
    facts.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    facts.put(Attributes.Name.MAIN_CLASS, program.mainClass());
    facts.put(
        Attributes.Name.CLASS_PATH,
        String.join(" ", names.stream().map(ProgramJars::address).toList()));
    facts.putValue("Enable-Native-Access", "ALL-UNNAMED");
    try (OutputStream file = Files.newOutputStream(folder.resolve("function.jar"));
        JarOutputStream jar = new JarOutputStream(file)) {
      add(jar, JarFile.MANIFEST_NAME);
      manifest.write(jar);
    }
  }

  private static String nameOf(Path file) {
    return file.getFileName().toString();
  }

  /** Artifacts of two groups may have one name. */
  private static String unused(String name, List<String> names) {
    String free = name;
    for (int number = 2; names.contains(free); number++) {
      free = number + "-" + name;
    }
    return free;
  }

  /** A manifest has addresses, in which a blank is written otherwise. */
  private static String address(String name) {
    return "lib/" + Path.of("/" + name).toUri().getRawPath().substring(1);
  }

  private static void pack(Path classes, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out)) {
      for (Path each : LambdaZip.files(classes)) {
        add(jar, classes.relativize(each).toString());
        Files.copy(each, jar);
      }
    }
  }

  private static void add(JarOutputStream jar, String name) throws IOException {
    JarEntry entry = new JarEntry(name);
    entry.setTimeLocal(LambdaZip.localTime());
    jar.putNextEntry(entry);
  }

  /**
   * All classes in one jar that is no module: of one that is, jdeps asks for the modules that it
   * names, which are on the class path here.
   */
  static void merge(List<Path> jars, Path file) throws IOException {
    Set<String> seen = new HashSet<>();
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream merged = new JarOutputStream(out)) {
      merged.setLevel(0);
      for (Path each : jars) {
        try (JarFile jar = new JarFile(each.toFile())) {
          for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
            JarEntry entry = entries.nextElement();
            if (isClass(entry.getName()) && seen.add(entry.getName())) {
              add(merged, entry.getName());
              try (InputStream bytes = jar.getInputStream(entry)) {
                bytes.transferTo(merged);
              }
            }
          }
        }
      }
    }
  }

  private static boolean isClass(String name) {
    return name.endsWith(".class")
        && !name.endsWith("module-info.class")
        && !name.startsWith("META-INF/");
  }
}
