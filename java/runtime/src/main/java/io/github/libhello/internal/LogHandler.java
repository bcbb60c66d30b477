package io.github.libhello.internal;

import io.github.libhello.Thrown;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

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

  private LogHandler() {}

  /**
   * Takes the place of the root logger's handlers.
   *
   * @param level the least level that is let through
   */
  static void install(Level level) {
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    root.addHandler(new LogHandler());
    root.setLevel(level);
  }

  @Override
  public void publish(LogRecord record) {
    if (!isLoggable(record)) {
      return;
    }
    String logger = record.getLoggerName();
    String message = formatter.formatMessage(record);
    Throwable thrown = record.getThrown();
    Native.log(
        number(record.getLevel()),
        Envelope.encodeLogRecord(
            logger == null ? "" : logger,
            message == null ? "" : message,
            thrown == null ? null : Thrown.of(thrown)));
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
