package io.github.libhello.internal;

import io.github.libhello.Handler;
import io.github.libhello.HandlerFactory;

/**
 * What is asked at the start, before it is known which of the two loops will run: neither of them
 * is loaded for it.
 */
public final class Start {

  private Start() {}

  /**
   * Whether invocations come one after the other; by the same rule the library writes records as it
   * is set to, or as JSON alone. Not so on Lambda Managed Instances, which set {@code
   * AWS_LAMBDA_MAX_CONCURRENCY}; a value that is no number is an init error of {@link
   * ConcurrentSettings}.
   *
   * @return whether one is open at a time
   */
  public static boolean isSequential() {
    String concurrency = System.getenv("AWS_LAMBDA_MAX_CONCURRENCY");
    return concurrency == null || concurrency.equals("1");
  }

  /**
   * Makes a handler.
   *
   * @param factory called once
   * @return the handler
   * @throws NullPointerException when the factory returns none
   * @throws Exception what the factory throws
   */
  public static Handler handler(HandlerFactory factory) throws Exception {
    Handler handler = factory.create();
    if (handler == null) {
      throw new NullPointerException("the factory returned null instead of a handler");
    }
    return handler;
  }
}
