package io.github.libhello;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/**
 * A response while it is written. It begins with its first byte or the first {@link #flush}; until
 * then nothing is sent, and an exception of the handler is an ordinary invocation error.
 *
 * <p>A few bytes wait some milliseconds for more, unless they are flushed. Writing blocks while the
 * caller is slower than the handler and a megabyte waits already. Once nobody reads the response
 * any more, as the connection is gone, Lambda has refused it or the deadline has passed, it throws
 * an {@link IOException} that says why; the invocation is lost then, whatever the handler does.
 *
 * <p>Thread-safe, but no thread can write once the handler has returned.
 */
public abstract class ResponseStream extends OutputStream {

  /** For what stands in for Lambda, in tests of a handler for example. */
  protected ResponseStream() {}

  /**
   * Sets the content type, which is {@code application/json} otherwise.
   *
   * @param contentType such as {@code text/event-stream}
   * @throws IllegalArgumentException when it is not of printable ASCII
   * @throws IllegalStateException when the response has begun
   */
  public abstract void contentType(String contentType);

  /**
   * Makes it a response of HTTP, for a function URL or an API. What is written afterwards is its
   * body. It is sent with the first byte of that body, or without any when the handler returns.
   *
   * @param status 100 to 599
   * @param headers their names and values; several values of one name are joined with commas. A
   *     content type that was set by {@link #contentType} is added unless there is one
   * @param cookies the values of {@code Set-Cookie} headers
   * @throws IllegalArgumentException when one of them cannot be sent
   * @throws IllegalStateException when the response has begun
   */
  public abstract void http(int status, Map<String, String> headers, List<String> cookies);

  /**
   * Begins the response, if it has not begun, and sends what was written so far.
   *
   * @throws IOException when nobody reads it any more
   */
  @Override
  public abstract void flush() throws IOException;

  /**
   * Sends what was written; nothing more can be. The response ends when the handler returns: what
   * it throws after closing, as at the end of a {@code try} block with resources, still tells the
   * caller that the response is not complete.
   *
   * @throws IOException when nobody reads it any more
   */
  @Override
  public abstract void close() throws IOException;
}
