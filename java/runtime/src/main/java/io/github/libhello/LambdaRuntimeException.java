package io.github.libhello;

/**
 * {@link LambdaRuntime#run} was called where it cannot run. What goes wrong later ends the process
 * and is no exception, since no caller could do anything about it.
 */
public final class LambdaRuntimeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Made by {@link LambdaRuntime}.
   *
   * @param message a sentence that says what to do
   */
  LambdaRuntimeException(String message) {
    super(message);
  }
}
