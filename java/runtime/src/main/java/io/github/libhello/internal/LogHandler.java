package io.github.libhello.internal;

import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Carries records of {@code java.util.logging}, and with them those of {@link System.Logger}, to
 * the function's log. Source: AWS Lambda developer guide, "Configuring JSON and plain text log
 * formats".
 */
final class LogHandler extends Handler {

  private static final int TRACE = 1;
  private static final int DEBUG = 2;
  private static final int INFO = 3;
  private static final int WARN = 4;
  private static final int ERROR = 5;

  private final SimpleFormatter formatter = new SimpleFormatter();
  private final boolean concurrent;

  LogHandler(boolean concurrent) {
    this.concurrent = concurrent;
  }

  /**
   * Takes the place of the root logger's handlers.
   *
   * @param level the least level that is let through
   * @param concurrent whether several invocations are open at once
   */
  static void install(Level level, boolean concurrent) {
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    root.addHandler(new LogHandler(concurrent));
    root.setLevel(level);
  }

  /** Never throws: what a record or a throwable in it does is no concern of who logs. */
  @Override
  public void publish(LogRecord record) {
    try {
      if (isLoggable(record)) {
        long token = concurrent ? ConcurrentInvocation.token() : 0;
        Native.log(token, number(record.getLevel()), encode(record));
      }
    } catch (Throwable failed) {
      report(failed);
    }
  }

  private byte[] encode(LogRecord record) {
    String logger = record.getLoggerName();
    String message = message(record);
    Throwable thrown = record.getThrown();
    return Envelope.encodeLogRecord(
        logger == null ? "" : logger,
        message == null ? "" : message,
        thrown == null ? null : ErrorReport.of(thrown));
  }

  /** Where a parameter cannot be turned into text, the message is written as it was given. */
  private @Nullable String message(LogRecord record) {
    try {
      return formatter.formatMessage(record);
    } catch (Throwable broken) {
      return record.getMessage();
    }
  }

  /** Without the exception itself, of which an error manager prints the broken stack trace. */
  private void report(Throwable failed) {
    try {
      reportError(ErrorReport.of(failed).title(), null, ErrorManager.WRITE_FAILURE);
    } catch (Throwable alsoBroken) {
      // An error manager of the user's own.
    }
  }

  private static int number(Level level) {
    int value = level.intValue();
    if (value >= Level.SEVERE.intValue()) {
      return ERROR;
    }
    if (value >= Level.WARNING.intValue()) {
      return WARN;
    }
    if (value >= Level.CONFIG.intValue()) {
      return INFO;
    }
    return value >= Level.FINE.intValue() ? DEBUG : TRACE;
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
