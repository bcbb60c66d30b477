package io.github.libhello.kmeans;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A response, read back. {@code milliseconds} is checked to be there and left out: it differs. */
record Response(
    int points,
    int dimensions,
    int clusters,
    int restarts,
    long seed,
    double inertia,
    int iterations,
    boolean converged,
    double[][] centers,
    int[] sizes,
    int @Nullable [] assignments) {

  /** The handler's response to a request. */
  static Response to(String request) {
    return of(KMeansHandler.answer(request.getBytes(StandardCharsets.UTF_8)));
  }

  static Response of(byte[] json) {
    Map<?, ?> fields = Json.object(json);
    if (!((Double) Json.field(fields, "milliseconds") >= 0)) {
      throw new AssertionError("milliseconds: " + fields.get("milliseconds"));
    }
    return new Response(
        (Integer) Json.field(fields, "points"),
        (Integer) Json.field(fields, "dimensions"),
        (Integer) Json.field(fields, "clusters"),
        (Integer) Json.field(fields, "restarts"),
        ((Number) Json.field(fields, "seed")).longValue(),
        (Double) Json.field(fields, "inertia"),
        (Integer) Json.field(fields, "iterations"),
        (Boolean) Json.field(fields, "converged"),
        Json.rows(Json.field(fields, "centers")),
        Json.integers(Json.field(fields, "sizes")),
        fields.containsKey("assignments")
            ? Json.integers(Json.field(fields, "assignments"))
            : null);
  }
}
