package io.github.libhello;

import java.io.OutputStream;

/**
 * Writes responses: the method of a JSON library, such as {@code (answer, out) ->
 * mapper.writeValue(out, answer)}, or code that a compiler made.
 *
 * @param <R> what a response is made of
 */
@FunctionalInterface
public interface ResponseWriter<R> {

  /**
   * Writes a response.
   *
   * @param response what the handler returned
   * @param out where to; closing it does nothing, and nothing can be written once the invocation
   *     has its answer
   * @throws Exception to answer with an invocation error, whatever was written
   */
  void write(R response, OutputStream out) throws Exception;
}
