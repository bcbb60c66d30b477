package io.github.libhello.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.ErrorManager;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

/** Without the library, the native itself fails, as it does before the start. */
class LogHandlerTest {

  @Test
  void reportsWhatFailsInsteadOfThrowingIt() {
    List<String> reported = new ArrayList<>();
    LogHandler handler = new LogHandler(false);
    handler.setErrorManager(
        new ErrorManager() {
          @Override
          public void error(String message, Exception exception, int code) {
            reported.add(message.substring(0, message.indexOf(':')) + " " + code);
          }
        });
    handler.publish(new LogRecord(Level.WARNING, "lost"));
    assertEquals(List.of("java.lang.UnsatisfiedLinkError " + ErrorManager.WRITE_FAILURE), reported);
  }

  @Test
  void survivesItsErrorManager() {
    LogHandler handler = new LogHandler(false);
    handler.setErrorManager(
        new ErrorManager() {
          @Override
          public void error(String message, Exception exception, int code) {
            throw new AssertionError("broken, too");
          }
        });
    handler.publish(new LogRecord(Level.WARNING, "lost"));
  }
}
