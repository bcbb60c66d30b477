package io.github.libhello.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.libhello.InvocationContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Held against the golden files of the library's own tests. */
class EnvelopeTest {

  private static byte[] golden(String name) throws IOException {
    Path file = Path.of("..", "..", "rust", "bridge", "tests", "golden", name);
    return HexFormat.of().parseHex(Files.readString(file).replace("\n", ""));
  }

  @Test
  void readsAFullContext() throws IOException {
    Envelope.Arrival arrival = Envelope.decodeArrival(golden("context-full.hex"));
    assertEquals(0x0102030405060708L, arrival.token());
    assertEquals(6 << 20, arrival.payloadSize());
    assertEquals(
        new InvocationContext(
            "8476a536-e9f4-11e8-9739-2dfe598c3fcd",
            Instant.ofEpochMilli(1_767_225_600_123L),
            "arn:aws:lambda:eu-west-1:123456789012:function:kmeans",
            "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=1",
            "{\"custom\":{\"name\":\"Zoë 😀\"}}",
            null,
            "tenant"),
        arrival.context());
  }

  @Test
  void readsABareContext() throws IOException {
    Envelope.Arrival arrival = Envelope.decodeArrival(golden("context-bare.hex"));
    assertEquals(1, arrival.token());
    assertEquals(1, Envelope.token(golden("context-bare.hex")));
    assertEquals(0x0102030405060708L, Envelope.token(golden("context-full.hex")));
    assertEquals(new InvocationContext("r", null, null, null, null, null, null), arrival.context());
  }

  @Test
  void refusesAnotherVersion() throws IOException {
    byte[] bytes = golden("context-bare.hex");
    bytes[0] = 2;
    assertThrows(IllegalStateException.class, () -> Envelope.decodeArrival(bytes));
  }

  @Test
  void writesAFailureAsTheLibraryReadsIt() throws IOException {
    ErrorReport cause =
        new ErrorReport(
            "java.io.IOException",
            "",
            List.of(),
            null,
            List.of(
                new ErrorReport(
                    "java.io.EOFException",
                    "closed",
                    List.of("a.B.close(B.java:9)"),
                    null,
                    List.of())));
    ErrorReport thrown =
        new ErrorReport(
            "java.lang.IllegalStateException",
            "no \0 room for 😀",
            List.of("a.B.c(B.java:12)", "a.B.main(B.java:3)"),
            cause,
            List.of());
    assertArrayEquals(golden("failure.hex"), Envelope.encodeFailure(thrown));
  }

  @Test
  void theWarmUpIsReadToItsEnd() {
    InvocationContext context = Envelope.decodeArrival(Envelope.warmUp()).context();
    assertEquals("-", context.requestId());
    assertEquals("-", context.tenantId());
  }
}
