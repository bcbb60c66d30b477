package io.github.libhello;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.libhello.Outcome.Failure;
import io.github.libhello.Outcome.Success;
import io.github.libhello.Outcome.Thrown;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeTest {

  private static final Invocation INVOCATION =
      new Invocation(
          new InvocationContext("r-1", null, null, null, null, null, null), new byte[] {1, 2});

  private static Thrown thrownBy(Handler handler) {
    return assertInstanceOf(Failure.class, Outcome.of(handler, INVOCATION)).thrown();
  }

  @Test
  void keepsWhatTheHandlerReturned() {
    assertEquals(new Success(new byte[] {1, 2}), Outcome.of(Invocation::payload, INVOCATION));
  }

  @Test
  void describesAnExceptionWithItsFrames() {
    Thrown thrown =
        thrownBy(invocation -> {
          throw new IOException("the disk is full");
        });
    assertEquals("java.io.IOException", thrown.errorType());
    assertEquals("the disk is full", thrown.errorMessage());
    assertTrue(
        thrown.stackTrace().getFirst().contains(OutcomeTest.class.getName()),
        thrown.stackTrace()::toString);
  }

  @Test
  void describesAnErrorToo() {
    Thrown thrown =
        thrownBy(invocation -> {
          throw new AssertionError("not so");
        });
    assertEquals("java.lang.AssertionError", thrown.errorType());
  }

  @Test
  @SuppressWarnings("NullAway")
  void takesNullForAFailure() {
    assertEquals("java.lang.NullPointerException", thrownBy(invocation -> null).errorType());
  }

  @Test
  void givesAMissingMessageAsAnEmptyOne() {
    assertEquals("", Thrown.of(new RuntimeException()).errorMessage());
  }

  @Test
  void outlivesABrokenGetMessage() {
    Thrown thrown =
        Thrown.of(
            new RuntimeException() {
              private static final long serialVersionUID = 1L;

              @Override
              public String getMessage() {
                throw new IllegalStateException();
              }
            });
    assertEquals("(getMessage() threw java.lang.IllegalStateException)", thrown.errorMessage());
  }

  @Test
  void cutsALongMessageAndSaysByHowMuch() {
    String message = Thrown.of(new RuntimeException("x".repeat(32 * 1024 + 7))).errorMessage();
    assertTrue(message.endsWith("x\n... 7 more characters"), message::toString);
  }

  @Test
  void cutsADeepStackAndSaysByHowMuch() {
    Throwable deep = new Throwable();
    StackTraceElement[] frames = new StackTraceElement[1024];
    java.util.Arrays.fill(frames, new StackTraceElement("A", "b", "A.java", 1));
    deep.setStackTrace(frames);
    List<String> lines = Thrown.of(deep).stackTrace();
    assertEquals(101, lines.size());
    assertEquals("... 924 more frames", lines.getLast());
  }

  @Test
  void listsCausesOutermostFirst() {
    Failure failure = Failure.of(new RuntimeException("a", new IOException("b", new Error("c"))));
    assertEquals(
        List.of("java.io.IOException", "java.lang.Error"),
        failure.causes().stream().map(Thrown::errorType).toList());
  }

  @Test
  void followsACircleOfCausesOnce() {
    Exception first = new Exception("first");
    Exception second = new Exception("second", first);
    first.initCause(second);
    assertEquals(
        List.of("second"), Failure.of(first).causes().stream().map(Thrown::errorMessage).toList());
  }

  @Test
  void stopsAfterEightCauses() {
    Throwable chain = new Exception("the root");
    for (int i = 0; i < 20; i++) {
      chain = new Exception("wrapper " + i, chain);
    }
    assertEquals(8, Failure.of(chain).causes().size());
  }
}
