package io.github.libhello.bench;

import io.github.libhello.Handler;
import io.github.libhello.Invocation;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sine of the sine of the sine, as often as the event says: {@code {"iterations": 10000000,
 * "x": 0.5}}. Each needs the one before, so nothing can be vectorised or left out.
 */
final class SineFunction implements Handler {

  @Override
  public byte[] handle(Invocation invocation) {
    Map<String, String> event = Json.read(invocation.payload());
    int iterations = Integer.parseInt(event.getOrDefault("iterations", "10000000"));
    double x = chain(Double.parseDouble(event.getOrDefault("x", "0.5")), iterations);
    Map<String, Object> response = new LinkedHashMap<>();
    response.put("x", x);
    response.put("iterations", iterations);
    return Json.write(response);
  }

  private static double chain(double first, int iterations) {
    double x = first;
    for (int i = 0; i < iterations; i++) {
      x = Math.sin(x);
    }
    return x;
  }
}
