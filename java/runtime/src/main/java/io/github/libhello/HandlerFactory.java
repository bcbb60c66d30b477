package io.github.libhello;

/** Makes a program's handler: reads its configuration, opens its connections. */
@FunctionalInterface
public interface HandlerFactory {

  /**
   * Makes the handler. Called once, before the first invocation, unless it is one {@link
   * #perWorker}.
   *
   * @return the handler
   * @throws Exception to report an init error; the process then ends
   */
  Handler create() throws Exception;

  /**
   * A factory whose handlers are not shared. Where several invocations may be open at once, it is
   * called so many times before the first one, and no handler is called by two threads at once; any
   * other factory is called once, and its handler by all threads.
   *
   * @param factory makes a handler each time
   * @return the same for {@link LambdaRuntime#run(HandlerFactory)}
   */
  static HandlerFactory perWorker(HandlerFactory factory) {
    return new HandlerFactory() {
      @Override
      public Handler create() throws Exception {
        return factory.create();
      }

      @Override
      public boolean isShared() {
        return false;
      }
    };
  }

  /**
   * Whether one handler of this factory serves all invocations that are open at once.
   *
   * @return false for one that is {@link #perWorker}
   */
  default boolean isShared() {
    return true;
  }
}
