package io.github.libhello;

/** The runtime itself cannot go on, or could not begin; no handler is to blame. */
public final class LambdaRuntimeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Code {
    /** {@code libHello.so} is missing or does not fit this machine. */
    LIBRARY,
    /** Not on Lambda: a variable that Lambda sets is missing. */
    START,
    /** The handler could not be made; the cause says why, and Lambda was told. */
    INIT,
    /** The Runtime API loop has ended, so no further invocation will come. */
    CLOSED
  }

  /** What went wrong. */
  private final Code code;

  /**
   * Made by {@link LambdaRuntime}.
   *
   * @param code what went wrong
   * @param message a sentence that says what to do
   */
  LambdaRuntimeException(Code code, String message) {
    // Without a stack trace: it would show this library's own start only, and hide the sentence.
    super(message, null, false, false);
    this.code = code;
  }

  /**
   * Made by {@link LambdaRuntime} for what a user's own code threw, whose stack trace matters.
   *
   * @param code what went wrong
   * @param message a sentence that says what to do
   * @param cause what was thrown
   */
  LambdaRuntimeException(Code code, String message, Throwable cause) {
    super(message, cause, false, false);
    this.code = code;
  }

  /**
   * What went wrong.
   *
   * @return the code, for programs; the message is for people
   */
  public Code code() {
    return code;
  }
}
