package io.github.libhello;

import io.github.libhello.internal.ReadingHandler;
import io.github.libhello.internal.StreamedHandler;

/**
 * Answers invocations.
 *
 * <p>What a handler throws never ends the process:
 *
 * <table>
 *   <caption>What becomes of a return or a throw</caption>
 *   <tr><th>The handler</th><th>The caller of the function gets</th></tr>
 *   <tr><td>returns bytes</td><td>those bytes, untouched</td></tr>
 *   <tr><td>returns {@code null}</td><td>an invocation error of type NullPointerException</td></tr>
 *   <tr><td>throws anything, an {@link Error} included</td><td>an invocation error with the throwable's
 *       class, message, stack trace and causes</td></tr>
 * </table>
 *
 * <p>Called from the thread that called {@link LambdaRuntime#run}, one invocation after the other.
 */
@FunctionalInterface
public interface Handler {

  /**
   * Answers one invocation.
   *
   * @param invocation the event's bytes and its context
   * @return the response, at most 6 MiB + 100 bytes; it need not be JSON. The array must not be
   *     written to afterwards
   * @throws Exception to answer with an invocation error
   */
  byte[] handle(Invocation invocation) throws Exception;

  /**
   * A handler that reads its events and writes its responses with what it is given. What one of the
   * three throws is an invocation error.
   *
   * @param reader reads the events
   * @param handler answers them
   * @param writer writes the responses
   * @param <E> what an event is read as
   * @param <R> what a response is made of
   * @return all three in one
   */
  static <E, R> Handler of(
      EventReader<E> reader, TypedHandler<E, R> handler, ResponseWriter<R> writer) {
    return new ReadingHandler<>(reader, handler, writer);
  }

  /**
   * A handler whose responses {@link LambdaRuntime} sends in pieces, for a {@link HandlerFactory}.
   * Called directly, as in a test, it returns all pieces as one array.
   *
   * @param handler answers the invocations
   * @return the same as a handler
   */
  static Handler streaming(StreamingHandler handler) {
    return new StreamedHandler(handler);
  }
}
