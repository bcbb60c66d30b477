package io.github.libhello.crac;

/** Several hooks failed after the restore: what they threw is suppressed in its favour. */
public final class RestoreException extends Exception {

  private static final long serialVersionUID = 1;

  /**
   * Made by the runtime.
   *
   * @param message how many hooks failed, and the first failure
   */
  public RestoreException(String message) {
    super(message);
  }
}
