package io.github.libhello.kmeans;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Events, and what the reader makes of them in a function of 128 MB. */
final class Requests {

  private Requests() {}

  static KMeansRequest read(byte[] event) {
    return KMeansRequestReader.read(event, new MemoryBudget(96 << 20, event.length));
  }

  static KMeansRequest read(String event) {
    return read(event.getBytes(StandardCharsets.UTF_8));
  }

  static String refusal(byte[] event) {
    InvalidRequestException refused =
        assertThrows(InvalidRequestException.class, () -> read(event));
    return Objects.requireNonNull(refused.getMessage());
  }

  static String refusal(String event) {
    return refusal(event.getBytes(StandardCharsets.UTF_8));
  }

  /** A request whose points are right, whatever else it has. */
  static String uniform(String fields) {
    return "{\"points\": 10, \"dimensions\": 2, " + fields + "}";
  }

  static String data(String rows) {
    return "{\"clusters\": 1, \"data\": " + rows + "}";
  }
}
