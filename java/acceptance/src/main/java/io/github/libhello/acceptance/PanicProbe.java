package io.github.libhello.acceptance;

/** A native that panics; only the library built with the feature {@code panic-probe} has it. */
final class PanicProbe {

  private PanicProbe() {}

  /**
   * Panics inside the library.
   *
   * @param message what to panic with
   * @throws InternalError always
   */
  static native void panic(String message);
}
