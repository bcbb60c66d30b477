package io.github.libhello.internal;

import io.github.libhello.Invocation;
import io.github.libhello.StreamingHandler;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A handler whose responses a {@link Worker} sends in pieces; called by others, it collects them.
 *
 * @param handler answers the invocations
 */
public record StreamedHandler(StreamingHandler handler) implements BufferHandler {

  @Override
  public Streaming streaming() {
    return new Streaming(handler);
  }

  @Override
  public void handle(Invocation invocation, ResponseBuffer response) throws Exception {
    InvocationStream stream = new InvocationStream(new Collected(response));
    handler.handle(invocation, stream);
    stream.finish();
  }

  private record Collected(ResponseBuffer response) implements StreamTarget {

    @Override
    public void begin(@Nullable String contentType) {}

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
      response.write(bytes, start, length);
    }

    @Override
    public void flush() {}

    @Override
    public void finish() {}
  }
}
