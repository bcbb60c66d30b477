package io.github.libhello.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.api.Test;

class StackFramesTest {

  private static StackTraceElement frame(String type) {
    return new StackTraceElement(type, "m", "A.java", 1);
  }

  private static <T extends Throwable> T with(T thrown, String... types) {
    thrown.setStackTrace(
        List.of(types).stream().map(StackFramesTest::frame).toArray(StackTraceElement[]::new));
    return thrown;
  }

  @Test
  void endAtTheRuntimesFirst() {
    Exception cause = with(new Exception(), "a.B", "io.github.libhello.aws.ObjectsHandler", "main");
    Exception thrown = with(new Exception(cause), "a.A", "io.github.libhello.aws.HandlerMain");
    thrown.addSuppressed(with(new Exception(), "io.github.libhello.aws.HandlerMain"));
    assertSame(thrown, StackFrames.cut(thrown));
    assertEquals(List.of(frame("a.A")), List.of(thrown.getStackTrace()));
    assertEquals(List.of(frame("a.B")), List.of(cause.getStackTrace()));
    assertEquals(0, thrown.getSuppressed()[0].getStackTrace().length);
  }

  @Test
  void areWholeWhereNoneIsTheRuntimes() {
    Exception thrown = with(new Exception(), "a.A", "a.B");
    assertEquals(2, StackFrames.cut(thrown).getStackTrace().length);
  }

  @Test
  void outliveCirclesAndBrokenThrowables() {
    Exception first = new Exception("first");
    first.initCause(new Exception("second", first));
    assertSame(first, StackFrames.cut(first));
    class Endless extends Exception {
      private static final long serialVersionUID = 1L;

      @Override
      public synchronized Throwable getCause() {
        return new Endless();
      }
    }
    StackFrames.cut(new Endless());
    Exception broken =
        new Exception() {
          private static final long serialVersionUID = 1L;

          @Override
          public StackTraceElement[] getStackTrace() {
            throw new StackOverflowError();
          }
        };
    assertSame(broken, StackFrames.cut(broken));
  }
}
