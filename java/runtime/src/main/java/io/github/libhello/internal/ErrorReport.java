package io.github.libhello.internal;

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
 * @param errorMessage its message, the class name where it has none, as AWS's own runtime has it
 * @param stackTrace one line a frame, innermost first
 * @param cause what caused it, {@code null} for nothing
 * @param suppressed what was suppressed in its favour, such as a failed {@code close}
 */
public record ErrorReport(
    String errorType,
    String errorMessage,
    List<String> stackTrace,
    @Nullable ErrorReport cause,
    List<ErrorReport> suppressed) {

  /** An overflowed stack has a thousand frames, nearly all alike; the first hundred are enough. */
  private static final int MAX_FRAMES = 100;

  /**
   * Lambda shows an error's first kilobytes at best; a message of megabytes would hide the rest.
   */
  private static final int MAX_MESSAGE_LENGTH = 32 * 1024;

  private static final int MAX_SUPPRESSED = 8;

  /** Of the whole tree. */
  private static final int MAX_THROWABLES = 24;

  private static final int MAX_DEPTH = 10;

  /** Of the whole tree. To overflow a stack of megabytes can take an image a tenth of a second. */
  private static final int MAX_BROKEN_METHODS = 8;

  /** The error of a heap so full that no error in it can be described. */
  public static final ErrorReport HEAP_FULL =
      new ErrorReport(
          "java.lang.OutOfMemoryError",
          "the heap is too full to describe the error",
          List.of(),
          null,
          List.of());

  /** Copies the lists. */
  public ErrorReport {
    stackTrace = List.copyOf(stackTrace);
    suppressed = List.copyOf(suppressed);
  }

  /**
   * Describes a throwable. A message is cut after 32768 characters, a stack trace after 100 frames,
   * and then the last line of either says how much is missing. Causes are followed nine deep, and
   * 24 throwables described in all; a circle of causes is followed once.
   *
   * <p>Never throws, whatever the throwable's own methods do: what cannot be obtained is replaced
   * by a note, and where the heap has no space for the description, {@link #HEAP_FULL} is returned.
   * Once eight methods in the tree have thrown, no further ones are called.
   *
   * @param throwable what was thrown
   * @return its description
   */
  public static ErrorReport of(Throwable throwable) {
    try {
      return new Tree().describe(throwable, 1);
    } catch (Throwable tooLarge) {
      return bare(throwable);
    }
  }

  /** The class name alone, which no override can falsify. */
  private static ErrorReport bare(Throwable throwable) {
    try {
      return new ErrorReport(
          throwable.getClass().getName(), HEAP_FULL.errorMessage, List.of(), null, List.of());
    } catch (Throwable full) {
      return HEAP_FULL;
    }
  }

  /**
   * The error in one line.
   *
   * @return type and message, the type alone where there is no message
   */
  public String title() {
    boolean none = errorMessage.isEmpty() || errorMessage.equals(errorType);
    return none ? errorType : errorType + ": " + errorMessage;
  }

  /**
   * The stack traces in one list, causes after what they caused, as Java prints them.
   *
   * @return one line a frame, and one for each cause
   */
  public List<String> lines() {
    List<String> lines = new ArrayList<>(stackTrace);
    for (ErrorReport each = cause; each != null; each = each.cause) {
      lines.add("Caused by: " + each.title());
      lines.addAll(each.stackTrace);
    }
    return lines;
  }

  /** One description of a throwable and all that hangs on it. */
  private static final class Tree {

    private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    /** How many methods have thrown so far. */
    private int broken;

    ErrorReport describe(Throwable throwable, int depth) {
      seen.add(throwable);
      // Its own text before its causes', so that these cannot use up how many methods may throw.
      String message = message(throwable);
      List<String> frames = frames(throwable);
      Throwable cause = cause(throwable);
      // Before the suppressed ones, so that these cannot use up what may be described.
      ErrorReport described = cause == null ? null : next(cause, depth);
      List<ErrorReport> suppressed = new ArrayList<>();
      for (Throwable each : throwable.getSuppressed()) {
        ErrorReport next = suppressed.size() < MAX_SUPPRESSED ? next(each, depth) : null;
        if (next != null) {
          suppressed.add(next);
        }
      }
      return new ErrorReport(
          throwable.getClass().getName(), message, frames, described, suppressed);
    }

    private @Nullable ErrorReport next(Throwable throwable, int depth) {
      boolean known = seen.contains(throwable);
      return known || depth == MAX_DEPTH || seen.size() == MAX_THROWABLES
          ? null
          : describe(throwable, depth + 1);
    }

    private @Nullable Throwable cause(Throwable throwable) {
      if (broken == MAX_BROKEN_METHODS) {
        return null;
      }
      try {
        return throwable.getCause();
      } catch (Throwable thrown) {
        broken++;
        return null;
      }
    }

    private List<String> frames(Throwable throwable) {
      List<String> lines = new ArrayList<>();
      if (broken == MAX_BROKEN_METHODS) {
        return lines;
      }
      try {
        StackTraceElement[] frames = throwable.getStackTrace();
        // An override can return null, or frames that are null.
        int count = frames == null ? 0 : frames.length;
        int shown = Math.min(count, MAX_FRAMES);
        for (int i = 0; i < shown; i++) {
          lines.add(String.valueOf(frames[i]));
        }
        if (shown < count) {
          lines.add("... " + (count - shown) + " more frames");
        }
      } catch (Throwable thrown) {
        lines.add(threw("getStackTrace", thrown));
      }
      return lines;
    }

    private String message(Throwable throwable) {
      if (broken == MAX_BROKEN_METHODS) {
        return "(getMessage() was not called: too many methods of this error threw)";
      }
      try {
        String message = throwable.getMessage();
        if (message == null) {
          return throwable.getClass().getName();
        }
        if (message.length() <= MAX_MESSAGE_LENGTH) {
          return message;
        }
        return message.substring(0, MAX_MESSAGE_LENGTH)
            + "\n... "
            + (message.length() - MAX_MESSAGE_LENGTH)
            + " more characters";
      } catch (Throwable thrown) {
        return threw("getMessage", thrown);
      }
    }

    private String threw(String method, Throwable thrown) {
      broken++;
      return "(" + method + "() threw " + thrown.getClass().getName() + ")";
    }
  }
}
