package io.github.libhello.kmeans;

import java.nio.charset.StandardCharsets;
import java.util.Map;

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
    int[] assignments) {

  /** The handler's response to a request. */
  static Response to(String request) {
    return of(KMeansHandler.answer(request.getBytes(StandardCharsets.UTF_8)));
  }

  static Response of(byte[] json) {
    Map<?, ?> fields = Json.object(json);
    if (!((Double) fields.get("milliseconds") >= 0)) {
      throw new AssertionError("milliseconds: " + fields.get("milliseconds"));
    }
    return new Response(
        (Integer) fields.get("points"),
        (Integer) fields.get("dimensions"),
        (Integer) fields.get("clusters"),
        (Integer) fields.get("restarts"),
        ((Number) fields.get("seed")).longValue(),
        (Double) fields.get("inertia"),
        (Integer) fields.get("iterations"),
        (Boolean) fields.get("converged"),
        Json.rows(fields.get("centers")),
        Json.integers(fields.get("sizes")),
        fields.containsKey("assignments") ? Json.integers(fields.get("assignments")) : null);
  }
}
