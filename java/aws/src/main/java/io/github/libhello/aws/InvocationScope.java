package io.github.libhello.aws;

import io.github.libhello.InvocationContext;

/** What of an invocation is known outside its handler's arguments: to the loggers, by thread. */
final class InvocationScope {

  private InvocationScope() {}

  /**
   * Begins an invocation on the calling thread.
   *
   * @param invocation what Lambda says about it
   * @return the same for the handler
   */
  static HandlerContext enter(InvocationContext invocation) {
    FunctionLogger.enter(invocation);
    Log4jRequestId.put(invocation.requestId());
    return new HandlerContext(invocation);
  }

  /** Ends it. */
  static void leave() {
    FunctionLogger.leave();
  }
}
