package io.github.libhello.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** Finds {@code libHello.so}. */
public final class NativeLibrary {

  private static boolean loaded;

  private NativeLibrary() {}

  /**
   * Loads the library by its name: a native image finds it in its own folder, a JVM in {@code
   * java.library.path}, which on Lambda holds the function's folder and {@code /opt/lib}. A JVM
   * that does not find it there takes the one that this jar carries, by way of a file that is
   * deleted at once. Later calls do nothing.
   *
   * @throws UnsatisfiedLinkError with a sentence that says where it was looked for
   */
  public static synchronized void load() {
    if (loaded) {
      return;
    }
    try {
      System.loadLibrary("Hello");
    } catch (UnsatisfiedLinkError e) {
      // The way to a library in a jar would bring the JDK's random numbers and file systems into an
      // image, which has no jar.
      String notCarried = NativeImage.RUNNING ? "" : loadCarried(System.getProperty("os.arch"));
      if (notCarried != null) {
        throw new UnsatisfiedLinkError(
            "libHello.so could not be loaded ("
                + e.getMessage()
                + notCarried
                + "): put it beside the native image, or into the folder that"
                + " -Djava.library.path names");
      }
    }
    loaded = true;
  }

  /** Returns why not, to follow a first reason, or {@code null} when it is loaded. */
  private static @Nullable String loadCarried(@Nullable String processor) {
    String folder =
        switch (processor) {
          case "amd64" -> "linux-x86_64";
          case "aarch64" -> "linux-aarch_64";
          case null, default -> "linux-" + processor;
        };
    try (InputStream library =
        NativeLibrary.class.getResourceAsStream("/META-INF/native/" + folder + "/libHello.so")) {
      if (library == null) {
        return "; the jar has none for " + folder;
      }
      Path file = Files.createTempFile("libHello-", ".so");
      try {
        Files.copy(library, file, StandardCopyOption.REPLACE_EXISTING);
        System.load(file.toString());
      } finally {
        Files.delete(file);
      }
      return null;
    } catch (IOException | UnsatisfiedLinkError e) {
      return "; the jar's own: " + e;
    }
  }
}
