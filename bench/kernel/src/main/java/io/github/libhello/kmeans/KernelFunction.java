package io.github.libhello.kmeans;

import io.github.libhello.Handler;
import io.github.libhello.Invocation;
import io.github.libhello.LambdaRuntime;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A kernel as a function: {@code {"points": 10000, "dimensions": 2, "clusters": 5}}. The points of
 * an event are made in the first invocation and kept, so that a warm one is the clustering alone.
 */
public final class KernelFunction implements Handler {

  private final String name;
  private final JsonFactory json = new JsonFactory();
  private @Nullable Kernel kernel;

  private KernelFunction(String name) {
    this.name = name;
  }

  /**
   * Serves the kernel that the first argument names.
   *
   * @param args a name that {@link Kernel#of} knows
   */
  public static void main(String[] args) {
    LambdaRuntime.run(new KernelFunction(args[0]));
  }

  @Override
  public byte[] handle(Invocation invocation) {
    Kernel kernel = this.kernel;
    if (kernel == null) {
      Map<String, Integer> event = read(invocation.payload());
      Blobs blobs =
          Blobs.of(
              event.getOrDefault("points", 0),
              event.getOrDefault("dimensions", 0),
              event.getOrDefault("clusters", 0));
      kernel = Kernel.of(name, blobs);
      this.kernel = kernel;
    }
    return ("{\"inertia\": " + kernel.inertia() + "}").getBytes(StandardCharsets.UTF_8);
  }

  private Map<String, Integer> read(byte[] event) {
    Map<String, Integer> fields = new HashMap<>();
    try (JsonParser parser = json.createParser(ObjectReadContext.empty(), event)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
          fields.put(parser.currentName(), parser.getIntValue());
        }
      }
    }
    return fields;
  }
}
