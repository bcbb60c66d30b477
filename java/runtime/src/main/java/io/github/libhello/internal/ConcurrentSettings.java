package io.github.libhello.internal;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a function answers several invocations at once.
 *
 * @param concurrency how many may be open
 * @param platformThreads whether they are answered on platform threads in place of virtual ones
 */
public record ConcurrentSettings(int concurrency, boolean platformThreads) {

  private static final String CONCURRENCY = "AWS_LAMBDA_MAX_CONCURRENCY";
  private static final String THREADS = "LIBHELLO_THREADS";

  /** The Runtime API holds no more polls than this. */
  private static final int MAX = 10_000;

  /**
   * Reads what the function is configured with. What is wrong with it is reported to Lambda as an
   * init error, and then the process ends.
   *
   * @return {@code null} where it is wrong
   */
  public static @Nullable ConcurrentSettings orInitError() {
    try {
      return of(System.getenv(CONCURRENCY), System.getenv(THREADS));
    } catch (IllegalArgumentException wrong) {
      try {
        Native.initError(Envelope.encodeFailure(ErrorReport.of(wrong)));
      } catch (RuntimeException notReported) {
        // The line says it, too.
      }
      ProcessExit.fail(wrong);
      return null;
    }
  }

  /**
   * Settings of these variables.
   *
   * @throws IllegalArgumentException when one of them is wrong; the message is a sentence
   */
  static ConcurrentSettings of(@Nullable String concurrency, @Nullable String threads) {
    return new ConcurrentSettings(number(concurrency), isPlatform(threads));
  }

  private static int number(@Nullable String text) {
    int number = 0;
    try {
      number = Integer.parseInt(text == null ? "1" : text.strip());
    } catch (NumberFormatException none) {
      // Not from 1 on either.
    }
    if (number < 1 || number > MAX) {
      throw new IllegalArgumentException(
          CONCURRENCY + " is \"" + text + "\": it must be a number from 1 to " + MAX);
    }
    return number;
  }

  private static boolean isPlatform(@Nullable String kind) {
    return switch (kind == null ? "virtual" : kind.toLowerCase(Locale.ROOT)) {
      case "virtual" -> false;
      case "platform" -> true;
      default ->
          throw new IllegalArgumentException(
              THREADS + " is \"" + kind + "\": set it to virtual or platform, or not at all");
    };
  }
}
