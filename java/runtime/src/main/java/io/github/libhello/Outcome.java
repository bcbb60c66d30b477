package io.github.libhello;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** The answer to one invocation: what a handler returned, or what it threw. */
public sealed interface Outcome {

  /**
   * Calls a handler and keeps whatever comes of it.
   *
   * @param handler the handler to call
   * @param invocation what to call it with
   * @return never {@code null}; nothing that the handler throws escapes
   */
  static Outcome of(Handler handler, Invocation invocation) {
    try {
      byte[] response = handler.handle(invocation);
      if (response == null) {
        throw new NullPointerException("the handler returned null: return an empty array instead");
      }
      return new Success(response);
    } catch (Throwable thrown) {
      return Failure.of(thrown);
    }
  }

  /**
   * The handler returned.
   *
   * @param response the response's bytes, shared with whoever made them
   */
  record Success(byte[] response) implements Outcome {

    /** Equal bytes; a record alone would compare the arrays by identity. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Success that && Arrays.equals(response, that.response);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(response);
    }

    @Override
    public String toString() {
      return "Success[" + response.length + " bytes]";
    }
  }

  /**
   * The handler threw.
   *
   * @param thrown what it threw
   * @param causes the causes of that, outermost first
   */
  record Failure(Thrown thrown, List<Thrown> causes) implements Outcome {

    private static final int MOST_CAUSES = 8;

    /** Copies the list. */
    public Failure {
      causes = List.copyOf(causes);
    }

    /**
     * Describes a throwable and its causes, at most eight of these; a chain that bites its tail is
     * followed once.
     *
     * @param throwable what was thrown
     * @return its description
     */
    public static Failure of(Throwable throwable) {
      List<Thrown> causes = new ArrayList<>();
      Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
      seen.add(throwable);
      Throwable cause = throwable.getCause();
      while (cause != null && seen.add(cause) && causes.size() < MOST_CAUSES) {
        causes.add(Thrown.of(cause));
        cause = cause.getCause();
      }
      return new Failure(Thrown.of(throwable), causes);
    }
  }

  /**
   * One throwable, as text.
   *
   * @param errorType its class name
   * @param errorMessage its message, empty where it has none
   * @param stackTrace one line a frame, innermost first
   */
  record Thrown(String errorType, String errorMessage, List<String> stackTrace) {

    /** An overflowed stack has a thousand frames, nearly all alike; the first hundred say it. */
    private static final int MOST_FRAMES = 100;

    /**
     * Lambda shows an error's first kilobytes at best; a message of megabytes would hide the rest.
     */
    private static final int LONGEST_MESSAGE = 32 * 1024;

    /** Copies the list. */
    public Thrown {
      stackTrace = List.copyOf(stackTrace);
    }

    /**
     * Describes a throwable without its causes. Its message is cut after 32768 characters and its
     * stack trace after 100 frames, and then the last line of either says how much is missing.
     *
     * @param throwable what was thrown
     * @return its description
     */
    public static Thrown of(Throwable throwable) {
      StackTraceElement[] frames = throwable.getStackTrace();
      int shown = Math.min(frames.length, MOST_FRAMES);
      List<String> lines = new ArrayList<>(shown + 1);
      for (int i = 0; i < shown; i++) {
        lines.add(frames[i].toString());
      }
      if (shown < frames.length) {
        lines.add("... " + (frames.length - shown) + " more frames");
      }
      return new Thrown(throwable.getClass().getName(), message(throwable), lines);
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
}
