package io.github.libhello.internal;

import io.github.libhello.EventReader;
import io.github.libhello.Invocation;
import io.github.libhello.ResponseWriter;
import io.github.libhello.TypedHandler;

/**
 * Reader, handler and writer in one.
 *
 * @param <E> what an event is read as
 * @param <R> what a response is made of
 */
public final class ReadingHandler<E, R> implements BufferHandler {

  private final EventReader<E> reader;
  private final TypedHandler<E, R> handler;
  private final ResponseWriter<R> writer;

  /**
   * Puts them together.
   *
   * @param reader reads the events
   * @param handler answers them
   * @param writer writes the responses
   */
  public ReadingHandler(
      EventReader<E> reader, TypedHandler<E, R> handler, ResponseWriter<R> writer) {
    this.reader = reader;
    this.handler = handler;
    this.writer = writer;
  }

  @Override
  public void handle(Invocation invocation, ResponseBuffer response) throws Exception {
    E event = reader.read(invocation.payload());
    writer.write(handler.handle(event, invocation.context()), response);
  }
}
