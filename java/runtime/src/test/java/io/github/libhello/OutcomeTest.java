package io.github.libhello;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.libhello.Outcome.Failure;
import io.github.libhello.Outcome.Success;
import java.io.IOException;
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
}
