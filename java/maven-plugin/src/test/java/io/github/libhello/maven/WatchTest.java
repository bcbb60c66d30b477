package io.github.libhello.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the local Lambda is told of a build, and how it starts what was built. */
final class WatchTest {

  /** A java that makes any archive it is asked for. */
  private static final String JAVA =
      """
      #!/bin/sh
      for word in "$@"; do
        case $word in -XX:SharedArchiveFile=*) echo archive >"${word#*=}" ;; esac
      done
      """;

  @TempDir Path folder;

  @Test
  void tellsAnErrorAsJson() {
    assertEquals("{}\n", WatchMojo.answer(null));
    assertEquals(
        "{\"error\": \"a \\\"b\\\" \\\\ \\u000a\\u0009\u00e9 \\ud83d\\ude00\"}\n",
        WatchMojo.answer("a \"b\" \\ \n\t\u00e9 \ud83d\ude00"));
  }

  @Test
  void startsWithAnArchiveOnceThereIsOne() throws Exception {
    Path java = Files.writeString(folder.resolve("java"), JAVA);
    assertTrue(java.toFile().setExecutable(true));
    Path classes = Files.createDirectory(folder.resolve("my classes"));
    Path jar = folder.resolve("library.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("library/Name.class"));
    }
    Program program = new Program("Main", null, List.of(classes, jar), List.of("-Dtext=\"a\\b\""));
    Path work = folder.resolve("work");
    RestartedJvm jvm = start(work, java, program);
    assertEquals(List.of(java.toString(), "@" + work.resolve("jvm-options")), jvm.command());
    Path loaded = work.resolve("loaded-classes");
    String slow =
        "\"-XX:DumpLoadedClassList=" + loaded + "\"\n\"-cp\"\n\"" + classes + ":" + jar + "\"\n";
    String options = options(work);
    assertTrue(options.contains(slow), options);
    assertTrue(options.contains("\"-Dtext=\\\"a\\\\b\\\"\"\n"), options);
    jvm.prepare();
    assertEquals(options, options(work), "nothing is known of the classes before a first start");

    Files.writeString(loaded, "library/Name id: 1\n");
    String fast = "\"-cp\"\n\"" + jar + ":" + classes + "\"\n\"Main\"\n";
    while (!options(work).contains("-XX:SharedArchiveFile=" + work.resolve("libraries.jsa"))) {
      jvm.prepare();
      Thread.onSpinWait();
    }
    assertTrue(options(work).endsWith(fast), options(work));
    start(work, java, program);
    assertTrue(options(work).endsWith(fast), "the next run takes it too");

    Files.writeString(Files.createDirectory(classes.resolve("library")).resolve("Name.class"), "");
    start(work, java, program);
    assertEquals(options, options(work), "a class of the project's own comes first");
    Files.delete(classes.resolve("library/Name.class"));
    Files.writeString(jar, "another");
    start(work, java, program);
    assertEquals(options, options(work), "another library takes another archive");
  }

  private static RestartedJvm start(Path work, Path java, Program program) throws Exception {
    return RestartedJvm.in(work, new SystemStreamLog(), java.toString(), program);
  }

  private static String options(Path work) throws Exception {
    return Files.readString(work.resolve("jvm-options"));
  }
}
