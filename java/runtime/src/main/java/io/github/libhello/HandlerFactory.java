package io.github.libhello;

/** Makes a program's handler: reads its configuration, opens its connections. */
@FunctionalInterface
public interface HandlerFactory {

  /**
   * Makes the handler. Called once, before the first invocation.
   *
   * @return the handler
   * @throws Exception to report an init error; the process then ends
   */
  Handler create() throws Exception;
}
