package io.github.libhello.crac;

/** Several hooks failed before the snapshot: what they threw is suppressed in its favour. */
public final class CheckpointException extends Exception {

  private static final long serialVersionUID = 1;

  /**
   * Made by the runtime.
   *
   * @param message how many hooks failed, and the first failure
   */
  public CheckpointException(String message) {
    super(message);
  }
}
