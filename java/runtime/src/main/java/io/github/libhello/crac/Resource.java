package io.github.libhello.crac;

/** A resource of {@code org.crac}, which stands behind a proxy of this interface. */
public interface Resource {

  /**
   * Runs before the snapshot.
   *
   * @param context where it is registered
   * @throws Exception to prevent the snapshot
   */
  void beforeCheckpoint(Context<? extends Resource> context) throws Exception;

  /**
   * Runs after the restore.
   *
   * @param context where it is registered
   * @throws Exception to end the process
   */
  void afterRestore(Context<? extends Resource> context) throws Exception;
}
