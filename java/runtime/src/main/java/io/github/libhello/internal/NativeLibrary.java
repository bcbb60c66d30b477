package io.github.libhello.internal;

/** Finds {@code libHello.so}. */
public final class NativeLibrary {

  private static boolean loaded;

  private NativeLibrary() {}

  /**
   * Loads the library by its name: a native image finds it in its own folder, a JVM in {@code
   * java.library.path}, which on Lambda holds the function's folder and {@code /opt/lib}. Later
   * calls do nothing.
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
      throw new UnsatisfiedLinkError(
          "libHello.so could not be loaded ("
              + e.getMessage()
              + "): put it beside the native image, or into the folder that -Djava.library.path"
              + " names");
    }
    loaded = true;
  }
}
