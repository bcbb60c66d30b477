package io.github.libhello.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ErrorReportTest {

  @Test
  void givesAMissingMessageAsAnEmptyOne() {
    assertEquals("", ErrorReport.of(new RuntimeException()).errorMessage());
  }

  @Test
  void outlivesABrokenGetMessage() {
    ErrorReport report =
        ErrorReport.of(
            new RuntimeException() {
              private static final long serialVersionUID = 1L;

              @Override
              public String getMessage() {
                throw new IllegalStateException();
              }
            });
    assertEquals("(getMessage() threw java.lang.IllegalStateException)", report.errorMessage());
  }

  @Test
  void cutsALongMessageAndSaysByHowMuch() {
    String message = ErrorReport.of(new RuntimeException("x".repeat(32 * 1024 + 7))).errorMessage();
    assertTrue(message.endsWith("x\n... 7 more characters"), message::toString);
  }

  @Test
  void cutsADeepStackAndSaysByHowMuch() {
    Throwable deep = new Throwable();
    StackTraceElement[] frames = new StackTraceElement[1024];
    java.util.Arrays.fill(frames, new StackTraceElement("A", "b", "A.java", 1));
    deep.setStackTrace(frames);
    List<String> lines = ErrorReport.of(deep).stackTrace();
    assertEquals(101, lines.size());
    assertEquals("... 924 more frames", lines.getLast());
  }

  private static List<String> causes(ErrorReport report) {
    return Stream.iterate(report.cause(), Objects::nonNull, ErrorReport::cause)
        .map(ErrorReport::errorMessage)
        .toList();
  }

  @Test
  void nestsCauses() {
    ErrorReport report =
        ErrorReport.of(new RuntimeException("a", new IOException("b", new Error("c"))));
    assertEquals(List.of("b", "c"), causes(report));
    assertEquals("java.io.IOException", Objects.requireNonNull(report.cause()).errorType());
  }

  @Test
  void listsWhatWasSuppressed() {
    Exception exception = new Exception("read", new IOException("the disk"));
    exception.addSuppressed(new EOFException("close"));
    exception.addSuppressed(new IOException("close again", new Error("deep")));
    List<ErrorReport> suppressed = ErrorReport.of(exception).suppressed();
    assertEquals(
        List.of("close", "close again"),
        suppressed.stream().map(ErrorReport::errorMessage).toList());
    assertEquals(List.of("deep"), causes(suppressed.get(1)));
  }

  @Test
  void followsACircleOnce() {
    Exception first = new Exception("first");
    Exception second = new Exception("second", first);
    first.initCause(second);
    second.addSuppressed(first);
    assertEquals(List.of("second"), causes(ErrorReport.of(first)));
    assertEquals(List.of(), Objects.requireNonNull(ErrorReport.of(first).cause()).suppressed());
  }

  @Test
  void stopsAfterNineCauses() {
    Throwable chain = new Exception("the root");
    for (int i = 0; i < 20; i++) {
      chain = new Exception("wrapper " + i, chain);
    }
    assertEquals(9, causes(ErrorReport.of(chain)).size());
  }

  @Test
  void describesTwentyFourThrowablesAtMost() {
    Exception all = new Exception("all");
    for (int i = 0; i < 50; i++) {
      Exception one = new Exception("one");
      for (int j = 0; j < 50; j++) {
        one.addSuppressed(new Exception("of many"));
      }
      all.addSuppressed(one);
    }
    ErrorReport report = ErrorReport.of(all);
    assertNull(report.cause());
    assertEquals(24, count(report));
  }

  private static int count(ErrorReport report) {
    int cause = report.cause() == null ? 0 : count(report.cause());
    return 1 + cause + report.suppressed().stream().mapToInt(ErrorReportTest::count).sum();
  }
}
