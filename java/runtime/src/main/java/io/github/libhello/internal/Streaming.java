package io.github.libhello.internal;

import io.github.libhello.Invocation;
import io.github.libhello.StreamingHandler;
import java.io.IOException;

/**
 * Calls a handler that answers in pieces. Apart from {@link Worker}, so that a function without one
 * loads nothing of it.
 */
public final class Streaming {

  private final StreamingHandler handler;

  /** Of the invocation that is open, or of the last one. */
  private InvocationStream response = InvocationStream.warmUp();

  /**
   * A caller of this handler.
   *
   * @param handler answers the invocations
   */
  public Streaming(StreamingHandler handler) {
    this.handler = handler;
  }

  /** The response is to be finished unless this throws. */
  void handle(long token, Invocation invocation) throws Exception {
    response = new InvocationStream(new NativeStream(token));
    try {
      handler.handle(invocation, response);
    } catch (Throwable thrown) {
      response.end();
      throw thrown;
    }
  }

  /**
   * Ends the response.
   *
   * @throws IOException when nobody reads it any more; the invocation is over all the same
   */
  void finish() throws IOException {
    response.finish();
  }
}
