package io.github.libhello;

/**
 * Answers events that a reader has read with responses that a writer will write.
 *
 * @param <E> what an event is read as
 * @param <R> what a response is made of
 */
@FunctionalInterface
public interface TypedHandler<E, R> {

  /**
   * Answers one invocation.
   *
   * @param event what the reader returned
   * @param context request id, deadline and the other facts about this invocation
   * @return what the writer is given
   * @throws Exception to answer with an invocation error
   */
  R handle(E event, InvocationContext context) throws Exception;
}
