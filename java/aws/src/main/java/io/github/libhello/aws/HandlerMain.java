package io.github.libhello.aws;

import io.github.libhello.Handler;
import io.github.libhello.HandlerFactory;
import io.github.libhello.LambdaRuntime;
import org.jspecify.annotations.Nullable;

/**
 * The program around a handler that is written against AWS's interfaces: {@code RequestHandler},
 * {@code RequestStreamHandler}, or a method.
 *
 * <p>The handler is the one that the environment variable {@code _HANDLER} names, which is what the
 * function is configured with: {@code package.Class} or {@code package.Class::method}. An image
 * holds the handlers that were on its class path when it was built, or those that {@code
 * -Dlibhello.handler=} named then.
 */
public final class HandlerMain {

  private HandlerMain() {}

  /**
   * Answers invocations for as long as Lambda sends any.
   *
   * @param args the handler, in place of {@code _HANDLER}; may be empty
   */
  public static void main(String[] args) {
    LambdaRuntime.run(new Named(args.length > 0 ? args[0] : System.getenv("_HANDLER")));
  }

  /** A class by name: a lambda is linked when first used, which takes a JVM milliseconds. */
  private static final class Named implements HandlerFactory {

    private final @Nullable String name;

    Named(@Nullable String name) {
      this.name = name;
    }

    @Override
    public Handler create() throws Exception {
      return KnownHandlers.find(name).open();
    }
  }
}
