package io.github.libhello.internal;

import io.github.libhello.Handler;

/**
 * What a function with SnapStart does between its initialization and its first event. Loaded for
 * such functions alone.
 */
public final class SnapshotPhase {

  // The compiler writes the two into the classes that use them, so that this one is not loaded for
  // them.
  /** Lambda's variable that says how a process came to be. */
  public static final String INITIALIZATION_TYPE = "AWS_LAMBDA_INITIALIZATION_TYPE";

  /** Its value where a snapshot is taken. */
  public static final String SNAP_START = "snap-start";

  /** Where {@code org.crac.Core} looks for the package that implements it. */
  private static final String CRAC_PROPERTY = "org.crac.Core.Compat";

  /** What AWS's own Java client ends with. */
  private static final int FAILURE = 64;

  private SnapshotPhase() {}

  /** To be called before any code of the user's registers a resource. */
  public static void prepare() {
    if (System.getProperty(CRAC_PROPERTY) == null) {
      System.setProperty(CRAC_PROPERTY, "io.github.libhello.crac");
    }
  }

  /**
   * Runs priming events and hooks, and waits for the restore. What fails is reported, and ends the
   * process.
   *
   * @param handler answers the priming events
   * @return false when the process is ending, and no event is to be asked for
   */
  public static boolean pass(Handler handler) {
    ThreadState thread = ThreadState.capture();
    Shutdown.register(Thread.currentThread());
    try {
      new Worker(handler).warmUp();
      Priming.run(handler);
      SnapshotHooks.before();
      FreshRandom.prepare();
    } catch (Throwable thrown) {
      FailedStart.end("the snapshot cannot be taken", thrown, true, FAILURE);
      return false;
    }
    // The snapshot is smaller, and what is held weakly is gone on both sides of it.
    System.gc();
    try {
      if (!SnapshotNative.restore()) {
        return false;
      }
      FreshRandom.reseed();
      SnapshotHooks.after();
    } catch (Throwable thrown) {
      FailedStart.end("the snapshot cannot be restored", thrown, true, FAILURE);
      return false;
    }
    thread.restore();
    return true;
  }
}
