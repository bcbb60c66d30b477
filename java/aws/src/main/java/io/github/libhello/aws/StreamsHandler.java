package io.github.libhello.aws;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.github.libhello.Invocation;
import io.github.libhello.internal.BufferHandler;
import io.github.libhello.internal.ResponseBuffer;
import java.io.ByteArrayInputStream;

/**
 * Calls a {@code RequestStreamHandler}, which reads the event's own array and writes into what is
 * sent.
 */
final class StreamsHandler implements BufferHandler {

  private final RequestStreamHandler handler;

  StreamsHandler(RequestStreamHandler handler) {
    this.handler = handler;
  }

  @Override
  public void handle(Invocation invocation, ResponseBuffer response) throws Exception {
    HandlerContext context = InvocationScope.enter(invocation.context());
    try {
      handler.handleRequest(new ByteArrayInputStream(invocation.payload()), response, context);
    } catch (Throwable thrown) {
      throw StackFrames.<Exception>rethrow(StackFrames.cut(thrown));
    } finally {
      InvocationScope.leave();
    }
  }
}
