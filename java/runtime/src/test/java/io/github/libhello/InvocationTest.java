package io.github.libhello;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InvocationTest {

  private static InvocationContext context(@Nullable Instant deadline) {
    return new InvocationContext("r-1", deadline, null, null, null, null, null);
  }

  @Test
  void comparesPayloadsByTheirBytes() {
    Invocation one = new Invocation(context(null), new byte[] {1});
    assertEquals(one, new Invocation(context(null), new byte[] {1}));
    assertEquals(one.hashCode(), new Invocation(context(null), new byte[] {1}).hashCode());
    assertNotEquals(one, new Invocation(context(null), new byte[] {2}));
  }

  @Test
  void doesNotShowThePayload() {
    Invocation invocation =
        new Invocation(context(null), "secret".getBytes(StandardCharsets.UTF_8));
    assertEquals("Invocation[r-1, 6 bytes]", invocation.toString());
  }

  @Test
  void countsDownToTheDeadlineAndStopsAtZero() {
    Duration left = context(Instant.now().plusSeconds(60)).remainingTime();
    assertNotNull(left);
    assertFalse(left.isNegative() || left.isZero());
    assertTrue(left.compareTo(Duration.ofSeconds(60)) <= 0);
    assertEquals(Duration.ZERO, context(Instant.now().minusSeconds(1)).remainingTime());
  }

  @Test
  void knowsNoRemainingTimeWithoutADeadline() {
    assertNull(context(null).remainingTime());
  }
}
