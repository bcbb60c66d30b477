package io.github.libhello.internal;

/**
 * The natives of SnapStart. Their other side is {@code rust/bridge/src/ffi/exports/snapshots.rs}.
 * To be called from a platform thread once {@link NativeLibrary#load} has returned.
 */
final class SnapshotNative {

  private SnapshotNative() {}

  /**
   * Tells Lambda that the function is initialized, and blocks until the snapshot of this process,
   * which is taken meanwhile, is restored: for months if need be. Afterwards the library has new
   * connections to the Runtime API. To be called once, before {@link Native#serve}.
   *
   * @return false when the process is ending
   * @throws RuntimeException when the Runtime API does not answer as it should; when it was called
   *     before
   */
  static native boolean restore();

  /**
   * Reports what failed before the snapshot, or after its restore, in place of {@link
   * Native#serve}. Blocks until the Runtime API has accepted it; the process must end non-zero
   * afterwards.
   *
   * @param failure from {@link Envelope#encodeFailure}
   * @throws RuntimeException after {@link Native#serve}, or when it was not accepted
   */
  static native void error(byte[] failure);
}
