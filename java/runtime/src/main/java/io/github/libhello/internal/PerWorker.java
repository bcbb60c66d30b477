package io.github.libhello.internal;

import io.github.libhello.Handler;
import io.github.libhello.HandlerFactory;

/**
 * A factory whose handlers are not shared.
 *
 * @param factory makes one of them
 */
public record PerWorker(HandlerFactory factory) implements HandlerFactory {

  @Override
  public Handler create() throws Exception {
    return factory.create();
  }
}
