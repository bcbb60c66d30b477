package io.github.libhello.internal;

import java.util.Locale;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/** How the function is set to log: {@code AWS_LAMBDA_LOG_FORMAT} and {@code _LEVEL}. */
public final class LogSettings {

  private LogSettings() {}

  /**
   * Sends what Java's loggers say to the function's log, if that has a form of its own. Else
   * nothing of {@code java.util.logging} is touched, which would cost at start.
   */
  public static void apply() {
    apply(false);
  }

  /**
   * As {@link #apply()}.
   *
   * @param concurrent whether several invocations are open at once: then records are JSON always
   */
  static void apply(boolean concurrent) {
    boolean json = concurrent || "JSON".equalsIgnoreCase(System.getenv("AWS_LAMBDA_LOG_FORMAT"));
    if (json || System.getenv("_LAMBDA_TELEMETRY_LOG_FD") != null) {
      LogHandler.install(level(System.getenv("AWS_LAMBDA_LOG_LEVEL")), concurrent);
    }
  }

  private static Level level(@Nullable String name) {
    return switch (name == null ? "" : name.toUpperCase(Locale.ROOT)) {
      case "TRACE" -> Level.ALL;
      case "DEBUG" -> Level.FINE;
      case "WARN" -> Level.WARNING;
      case "ERROR", "FATAL" -> Level.SEVERE;
      default -> Level.INFO;
    };
  }
}
