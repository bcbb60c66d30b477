package io.github.libhello.aws;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.github.libhello.Invocation;
import io.github.libhello.internal.BufferHandler;
import io.github.libhello.internal.ResponseBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Calls a {@code RequestHandler}: reads the event and writes the response as AWS's runtime does.
 */
final class ObjectsHandler implements BufferHandler {

  private final RequestHandler<@Nullable Object, @Nullable Object> handler;
  private final @Nullable Codec event;
  private final @Nullable Codec response;

  /**
   * Puts them together.
   *
   * @param handler what to call
   * @param event {@code null} where it takes no event
   * @param response {@code null} where it returns nothing
   */
  ObjectsHandler(
      RequestHandler<@Nullable Object, @Nullable Object> handler,
      @Nullable Codec event,
      @Nullable Codec response) {
    this.handler = handler;
    this.event = event;
    this.response = response;
  }

  @Override
  public void handle(Invocation invocation, ResponseBuffer out) throws Exception {
    HandlerContext context = InvocationScope.enter(invocation.context());
    try {
      Object value = read(invocation.payload());
      Object returned = handler.handleRequest(value, context);
      write(returned, out);
    } catch (Throwable thrown) {
      throw StackFrames.<Exception>rethrow(StackFrames.cut(thrown));
    } finally {
      InvocationScope.leave();
    }
  }

  private @Nullable Object read(byte[] payload) {
    try {
      return event == null ? null : event.read(payload);
    } catch (Throwable thrown) {
      throw new RuntimeException("An error occurred during JSON parsing", thrown);
    }
  }

  private void write(@Nullable Object returned, ResponseBuffer out) {
    try {
      if (response == null) {
        out.write(HandlerMethod.NULL);
      } else {
        response.write(returned, out);
      }
    } catch (Throwable thrown) {
      throw new RuntimeException("An error occurred during JSON serialization of response", thrown);
    }
  }
}
