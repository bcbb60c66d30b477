package io.github.libhello;

/** Runs before the snapshot of a function with SnapStart, or after its restore. */
@FunctionalInterface
public interface SnapshotHook {

  /**
   * Does what has to be done.
   *
   * @throws Exception to report it to Lambda; the process then ends
   */
  void run() throws Exception;
}
