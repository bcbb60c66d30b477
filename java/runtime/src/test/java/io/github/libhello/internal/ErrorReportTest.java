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
  void givesTheClassNameWhereThereIsNoMessage() {
    ErrorReport report = ErrorReport.of(new IllegalStateException());
    assertEquals("java.lang.IllegalStateException", report.errorMessage());
    assertEquals("java.lang.IllegalStateException", report.title());
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

  /** What an overridden method does; each is called with what it would have returned. */
  private enum Conduct {
    THROWS {
      @Override
      <T> T apply(T normal) {
        throw new IllegalStateException();
      }
    },
    THROWS_AN_ERROR {
      @Override
      <T> T apply(T normal) {
        throw new AssertionError();
      }
    },
    OVERFLOWS {
      @Override
      @SuppressWarnings("InfiniteRecursion")
      <T> T apply(T normal) {
        return apply(normal);
      }
    },
    FINDS_NO_MEMORY {
      @Override
      <T> T apply(T normal) {
        throw new OutOfMemoryError();
      }
    },
    RETURNS_NULL {
      @Override
      @SuppressWarnings("NullAway")
      <T> T apply(T normal) {
        return null;
      }
    };

    abstract <T> T apply(T normal);
  }

  private static final class Hostile extends Exception {
    private static final long serialVersionUID = 1L;
    private final Conduct message;
    private final Conduct cause;
    private final Conduct frames;

    Hostile(Conduct message, Conduct cause, Conduct frames) {
      this.message = message;
      this.cause = cause;
      this.frames = frames;
    }

    @Override
    public String getMessage() {
      return message.apply("hostile");
    }

    @Override
    public synchronized Throwable getCause() {
      return cause.apply(this);
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      return frames.apply(super.getStackTrace());
    }

    @Override
    public String toString() {
      return message.apply("hostile");
    }
  }

  @Test
  void describesEveryThrowableWhateverItsMethodsDo() {
    for (Conduct message : Conduct.values()) {
      for (Conduct cause : Conduct.values()) {
        for (Conduct frames : Conduct.values()) {
          Hostile hostile = new Hostile(message, cause, frames);
          Exception outer = new Exception("outer", hostile);
          outer.addSuppressed(hostile);
          ErrorReport report = ErrorReport.of(hostile);
          assertEquals(Hostile.class.getName(), report.errorType());
          assertNull(report.cause());
          assertTrue(report.stackTrace().size() < 2, report::toString);
          ErrorReport wrapped = ErrorReport.of(outer);
          assertEquals(report, wrapped.cause());
          Envelope.encodeFailure(wrapped);
        }
      }
    }
  }

  @Test
  void endsAChainOfFreshCauses() {
    class Endless extends Exception {
      private static final long serialVersionUID = 1L;

      @Override
      public synchronized Throwable getCause() {
        return new Endless();
      }
    }
    assertEquals(9, causes(ErrorReport.of(new Endless())).size());
  }

  @Test
  void outlivesFramesThatAreNull() {
    Throwable throwable =
        new Throwable() {
          private static final long serialVersionUID = 1L;

          @Override
          public StackTraceElement[] getStackTrace() {
            return new StackTraceElement[500];
          }
        };
    List<String> lines = ErrorReport.of(throwable).stackTrace();
    assertEquals("null", lines.getFirst());
    assertEquals("... 400 more frames", lines.getLast());
  }

  @Test
  void listsCausesAfterTheStackTrace() {
    ErrorReport report =
        new ErrorReport(
            "A",
            "",
            List.of("a"),
            new ErrorReport("B", "b", List.of("c"), null, List.of()),
            List.of());
    assertEquals(List.of("a", "Caused by: B: b", "c"), report.lines());
    assertEquals("A", report.title());
  }

  @Test
  void callsNoMoreMethodsOnceEightHaveThrown() {
    Exception outer = new Exception("outer");
    for (int i = 0; i < 5; i++) {
      outer.addSuppressed(new Hostile(Conduct.THROWS, Conduct.THROWS, Conduct.THROWS));
    }
    List<ErrorReport> suppressed = ErrorReport.of(outer).suppressed();
    String note = "(getMessage() threw java.lang.IllegalStateException)";
    assertEquals(note, suppressed.get(1).errorMessage());
    assertTrue(suppressed.get(4).errorMessage().startsWith("(getMessage() was not called"));
    assertEquals(Hostile.class.getName(), suppressed.get(4).errorType());
  }
}
