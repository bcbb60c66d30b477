package bench.handlers;

import io.github.libhello.LambdaRuntime;

/** The event is the response, through libHello's own interface. */
public final class BytesEcho {

  private BytesEcho() {}

  /**
   * Answers invocations for as long as Lambda sends any.
   *
   * @param args are not used
   */
  public static void main(String[] args) {
    LambdaRuntime.run(invocation -> invocation.payload());
  }
}
