package io.github.libhello.aws;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Stack traces of user code, without the frames of the runtime below it, as AWS reports them. */
final class StackFrames {

  private static final String OWN = "io.github.libhello.aws.";

  /** Causes can be without end; an error report has no more throwables. */
  private static final int MAX_THROWABLES = 24;

  private StackFrames() {}

  /**
   * Cuts a throwable, its causes and what it suppressed at this package's first frame. Never
   * throws: what a throwable's own methods prevent stays as it is.
   *
   * @param thrown what user code threw
   * @return the same
   */
  static <T extends Throwable> T cut(T thrown) {
    try {
      cut(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
    } catch (Throwable broken) {
      // By the throwable's own methods, or for want of memory.
    }
    return thrown;
  }

  private static void cut(Throwable thrown, Set<Throwable> seen) {
    if (seen.size() == MAX_THROWABLES || !seen.add(thrown)) {
      return;
    }
    StackTraceElement[] frames = thrown.getStackTrace();
    for (int i = 0; i < frames.length; i++) {
      if (frames[i].getClassName().startsWith(OWN)) {
        thrown.setStackTrace(Arrays.copyOf(frames, i));
        break;
      }
    }
    Throwable cause = thrown.getCause();
    if (cause != null) {
      cut(cause, seen);
    }
    for (Throwable each : thrown.getSuppressed()) {
      cut(each, seen);
    }
  }

  /**
   * Throws whatever it is, also where only some exceptions are declared.
   *
   * @param thrown what to throw
   * @return never
   */
  @SuppressWarnings("unchecked")
  static <T extends Throwable> RuntimeException rethrow(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
