package io.github.libhello.aws;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.github.libhello.Invocation;
import io.github.libhello.ResponseStream;
import io.github.libhello.StreamingHandler;
import io.github.libhello.internal.BufferHandler;
import io.github.libhello.internal.ResponseBuffer;
import io.github.libhello.internal.Streaming;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Calls a {@code RequestStreamHandler}, which reads the event's own array and writes into what is
 * sent: all of it at the end, as with AWS, or in pieces where the function asks for that.
 */
final class StreamsHandler implements BufferHandler {

  private static final String MODE = "LIBHELLO_RESPONSE_MODE";

  private final RequestStreamHandler handler;
  private final boolean inPieces;

  /**
   * A caller of this handler.
   *
   * @param mode of its responses: {@code buffered}, which {@code null} stands for, or {@code
   *     streaming}
   */
  private StreamsHandler(RequestStreamHandler handler, @Nullable String mode) {
    this.handler = handler;
    inPieces = "streaming".equals(mode);
    if (mode != null && !inPieces && !mode.equals("buffered")) {
      throw new IllegalArgumentException(
          MODE + " is \"" + mode + "\": set it to buffered or streaming, or not at all");
    }
  }

  /** In the mode that the function is configured with. */
  static StreamsHandler of(RequestStreamHandler handler) {
    return new StreamsHandler(handler, System.getenv(MODE));
  }

  @Override
  public @Nullable Streaming streaming() {
    return inPieces ? new Streaming(new InPieces(this)) : null;
  }

  @Override
  public void handle(Invocation invocation, ResponseBuffer response) throws Exception {
    call(invocation, response);
  }

  private void call(Invocation invocation, OutputStream response) throws Exception {
    HandlerContext context = InvocationScope.enter(invocation.context());
    try {
      handler.handleRequest(new ByteArrayInputStream(invocation.payload()), response, context);
    } catch (Throwable thrown) {
      throw StackFrames.<Exception>rethrow(StackFrames.cut(thrown));
    } finally {
      InvocationScope.leave();
    }
  }

  private record InPieces(StreamsHandler handler) implements StreamingHandler {

    @Override
    public void handle(Invocation invocation, ResponseStream response) throws Exception {
      handler.call(invocation, response);
    }
  }
}
