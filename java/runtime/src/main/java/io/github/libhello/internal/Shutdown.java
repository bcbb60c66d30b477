package io.github.libhello.internal;

/**
 * Ends the loop when the process is told to end.
 *
 * <p>A JVM waits up to 300 ms for a thread that is blocked in a native before it exits; so the
 * thread that waits for an event is woken first.
 */
public final class Shutdown {

  /** Lambda gives 500 ms to a function with an internal extension; the VM needs its share. */
  private static final long PATIENCE_MS = 300;

  private static volatile boolean begun;

  private static boolean registered;

  private Shutdown() {}

  /**
   * Whether the process is ending.
   *
   * @return true once the hook runs
   */
  public static boolean begun() {
    return begun;
  }

  /**
   * Registers the hook, once.
   *
   * @param loop the thread that takes and answers invocations
   */
  public static synchronized void register(Thread loop) {
    if (registered) {
      return;
    }
    registered = true;
    try {
      Runtime.getRuntime().addShutdownHook(new Hook(loop));
    } catch (IllegalStateException endingAlready) {
      Native.stop(0);
    }
  }

  /** A class by name: a lambda is linked when first used, which takes a JVM milliseconds. */
  private static final class Hook extends Thread {

    private final Thread loop;

    Hook(Thread loop) {
      super("libhello-shutdown");
      this.loop = loop;
    }

    @Override
    public void run() {
      begun = true;
      Native.stop(exits(loop) ? 0 : PATIENCE_MS);
    }
  }

  /** A handler that calls {@link System#exit} waits for this hook, and so never answers. */
  private static boolean exits(Thread loop) {
    for (StackTraceElement frame : loop.getStackTrace()) {
      if (frame.getClassName().equals("java.lang.Runtime")
          && frame.getMethodName().equals("exit")) {
        return true;
      }
    }
    return false;
  }
}
