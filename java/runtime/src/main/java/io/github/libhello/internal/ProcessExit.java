package io.github.libhello.internal;

/**
 * Ends the process once its loop has ended. Nothing would poll for events any more, yet a thread of
 * the user's own, such as an executor's, would keep it alive, and Lambda would start no other.
 */
public final class ProcessExit {

  private static final int FAILURE = 1;

  /** What Lambda gives a function to shut down, where it gives most. */
  private static final long HOOKS_MS = 2000;

  private static volatile int status = FAILURE;

  /** Made early: in a heap that is full it could not be made. */
  private static final Thread HALT = new Halt();

  private ProcessExit() {}

  /** Loads what {@link #fail(Throwable)} needs, which a full heap would not allow later. */
  public static void prepare() {
    LibraryLog.prepare();
  }

  /**
   * As {@link #fail(String)}, with a line made of what ended the loop.
   *
   * @param end what ended the loop, or kept it from beginning
   */
  public static void fail(Throwable end) {
    fail(describe(end));
  }

  /**
   * Writes the line to the log and exits with status 1. User code's shutdown hooks may run for two
   * seconds; then the process is halted.
   *
   * <p>Returns only when the process is ending already: then nothing is written, and the status
   * stays what it is.
   *
   * @param line what ended the loop, or kept it from beginning
   */
  public static void fail(String line) {
    fail(line, FAILURE);
  }

  /**
   * As {@link #fail(String)}, with another exit status.
   *
   * @param line what kept the loop from beginning
   * @param exitStatus not zero
   */
  static void fail(String line, int exitStatus) {
    if (Shutdown.begun()) {
      return;
    }
    status = exitStatus;
    boolean bounded = bound();
    try {
      LibraryLog.write(LibraryLog.FATAL, line);
      if (bounded) {
        System.exit(exitStatus);
      }
    } finally {
      // Reached where exit failed, or nothing could bound it.
      Runtime.getRuntime().halt(exitStatus);
    }
  }

  /** A hook of the user's own can wait for ever, and so can a log that nobody reads. */
  private static boolean bound() {
    try {
      HALT.start();
      return true;
    } catch (IllegalThreadStateException another) {
      return true;
    } catch (Throwable noThread) {
      return false;
    }
  }

  private static String describe(Throwable end) {
    try {
      // The library's own exceptions are sentences; anything else needs its type to be understood.
      boolean sentence = end instanceof RuntimeException || end instanceof UnsatisfiedLinkError;
      ErrorReport report = ErrorReport.of(end);
      return sentence && !report.errorMessage().isEmpty() ? report.errorMessage() : report.title();
    } catch (Throwable full) {
      return "the loop ended in a full heap";
    }
  }

  /** A class by name: a lambda is linked when first used, which takes a JVM milliseconds. */
  private static final class Halt extends Thread {

    Halt() {
      super("libhello-halt");
      setDaemon(true);
    }

    @Override
    public void run() {
      try {
        Thread.sleep(HOOKS_MS);
      } catch (InterruptedException atOnce) {
        // Whoever interrupts it wants the end sooner.
      }
      Runtime.getRuntime().halt(status);
    }
  }
}
