package io.github.libhello;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One throwable with its causes and what it suppressed, as text.
 *
 * @param errorType its class name
 * @param errorMessage its message, empty where it has none
 * @param stackTrace one line a frame, innermost first
 * @param cause what caused it, {@code null} for nothing
 * @param suppressed what was suppressed in its favour, such as a failed {@code close}
 */
public record Thrown(
    String errorType,
    String errorMessage,
    List<String> stackTrace,
    @Nullable Thrown cause,
    List<Thrown> suppressed) {

  /** An overflowed stack has a thousand frames, nearly all alike; the first hundred say it. */
  private static final int MOST_FRAMES = 100;

  /**
   * Lambda shows an error's first kilobytes at best; a message of megabytes would hide the rest.
   */
  private static final int LONGEST_MESSAGE = 32 * 1024;

  private static final int MOST_SUPPRESSED = 8;

  /** Of the whole tree. */
  private static final int MOST_THROWABLES = 24;

  private static final int DEEPEST = 10;

  /** Copies the lists. */
  public Thrown {
    stackTrace = List.copyOf(stackTrace);
    suppressed = List.copyOf(suppressed);
  }

  /**
   * Describes a throwable. A message is cut after 32768 characters, a stack trace after 100 frames,
   * and then the last line of either says how much is missing. Causes are followed nine deep, and
   * 24 throwables described in all; a chain that bites its tail is followed once.
   *
   * @param throwable what was thrown
   * @return its description
   */
  public static Thrown of(Throwable throwable) {
    return of(throwable, 1, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private static Thrown of(Throwable throwable, int depth, Set<Throwable> seen) {
    seen.add(throwable);
    Throwable cause = throwable.getCause();
    // Before the suppressed ones, so that these cannot use up what may be described.
    Thrown described = cause == null ? null : next(cause, depth, seen);
    List<Thrown> suppressed = new ArrayList<>();
    for (Throwable each : throwable.getSuppressed()) {
      Thrown next = suppressed.size() < MOST_SUPPRESSED ? next(each, depth, seen) : null;
      if (next != null) {
        suppressed.add(next);
      }
    }
    return new Thrown(
        throwable.getClass().getName(),
        message(throwable),
        frames(throwable.getStackTrace()),
        described,
        suppressed);
  }

  private static @Nullable Thrown next(Throwable throwable, int depth, Set<Throwable> seen) {
    boolean known = seen.contains(throwable);
    return known || depth == DEEPEST || seen.size() == MOST_THROWABLES
        ? null
        : of(throwable, depth + 1, seen);
  }

  private static List<String> frames(StackTraceElement[] frames) {
    int shown = Math.min(frames.length, MOST_FRAMES);
    List<String> lines = new ArrayList<>(shown + 1);
    for (int i = 0; i < shown; i++) {
      lines.add(frames[i].toString());
    }
    if (shown < frames.length) {
      lines.add("... " + (frames.length - shown) + " more frames");
    }
    return lines;
  }

  private static String message(Throwable throwable) {
    String message;
    try {
      message = throwable.getMessage();
    } catch (RuntimeException broken) {
      // A user's getMessage may itself fail; the report must not be lost with it.
      message = "(getMessage() threw " + broken.getClass().getName() + ")";
    }
    if (message == null) {
      return "";
    }
    if (message.length() <= LONGEST_MESSAGE) {
      return message;
    }
    return message.substring(0, LONGEST_MESSAGE)
        + "\n... "
        + (message.length() - LONGEST_MESSAGE)
        + " more characters";
  }
}
