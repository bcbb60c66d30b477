package io.github.libhello;

/**
 * Reads events: the method of a JSON library, such as {@code bytes -> mapper.readValue(bytes,
 * Order.class)}, or code that a compiler made.
 *
 * @param <E> what an event is read as
 */
@FunctionalInterface
public interface EventReader<E> {

  /**
   * Reads an event.
   *
   * @param event the event's bytes, which the reader may keep
   * @return what the handler is given
   * @throws Exception to answer with an invocation error
   */
  E read(byte[] event) throws Exception;
}
