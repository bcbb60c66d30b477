package io.github.libhello.internal;

import io.github.libhello.Handler;
import io.github.libhello.Invocation;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A handler that can write its response into a buffer of its {@link Worker}, which saves a copy.
 */
public interface BufferHandler extends Handler {

  /**
   * Answers one invocation.
   *
   * @param invocation the event's bytes and its context
   * @param response empty; what it holds on return is sent
   * @throws Exception to answer with an invocation error, whatever was written
   */
  void handle(Invocation invocation, ResponseBuffer response) throws Exception;

  /**
   * For a handler whose responses go out in pieces.
   *
   * @return what a {@link Worker} calls in place of the handler, {@code null} for all others
   */
  default @Nullable Streaming streaming() {
    return null;
  }

  @Override
  default byte[] handle(Invocation invocation) throws Exception {
    ResponseBuffer response = new ResponseBuffer(ResponseBuffer.first());
    handle(invocation, response);
    response.end();
    return Arrays.copyOf(response.array(), response.length());
  }
}
