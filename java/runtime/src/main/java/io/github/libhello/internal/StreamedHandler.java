package io.github.libhello.internal;

import io.github.libhello.Handler;
import io.github.libhello.Invocation;
import io.github.libhello.StreamingHandler;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A handler whose responses a {@link Worker} sends in pieces; called by others, it collects them.
 *
 * @param handler answers the invocations
 */
public record StreamedHandler(StreamingHandler handler) implements Handler {

  @Override
  public byte[] handle(Invocation invocation) throws Exception {
    Collected collected = new Collected(new ByteArrayOutputStream());
    InvocationStream response = new InvocationStream(collected);
    handler.handle(invocation, response);
    response.finish();
    return collected.bytes.toByteArray();
  }

  private record Collected(ByteArrayOutputStream bytes) implements StreamTarget {

    @Override
    public void begin(@Nullable String contentType) {}

    @Override
    public void write(byte[] source, int start, int length) {
      bytes.write(source, start, length);
    }

    @Override
    public void flush() {}

    @Override
    public void finish() {}
  }
}
