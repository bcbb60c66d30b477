package io.github.libhello.kmeans;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes a response as JSON in UTF-8. */
final class KMeansResponseWriter {

  private static final JsonFactory JSON = new JsonFactory();

  private KMeansResponseWriter() {}

  static byte[] write(KMeansRequest request, KMeansResult result, long nanoseconds) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeNumberProperty("points", request.points().count());
      json.writeNumberProperty("dimensions", request.points().dimensions());
      json.writeNumberProperty("clusters", result.centers().length);
      json.writeNumberProperty("restarts", request.restarts());
      json.writeNumberProperty("seed", request.seed());
      json.writeNumberProperty("inertia", result.inertia());
      json.writeNumberProperty("iterations", result.iterations());
      json.writeBooleanProperty("converged", result.converged());
      json.writeNumberProperty("milliseconds", Math.round(nanoseconds / 1e3) / 1e3);
      json.writeName("centers");
      writeRows(json, result.centers());
      json.writeName("sizes");
      json.writeArray(result.sizes(), 0, result.sizes().length);
      writeAssignments(json, result.assignments());
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void writeRows(JsonGenerator json, double[][] rows) {
    json.writeStartArray();
    for (double[] row : rows) {
      json.writeArray(row, 0, row.length);
    }
    json.writeEndArray();
  }

  private static void writeAssignments(JsonGenerator json, int @Nullable [] assignments) {
    if (assignments != null) {
      json.writeName("assignments");
      json.writeArray(assignments, 0, assignments.length);
    }
  }
}
