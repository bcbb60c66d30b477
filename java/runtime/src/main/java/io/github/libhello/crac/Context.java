package io.github.libhello.crac;

/**
 * Where resources are registered.
 *
 * @param <R> what it takes
 */
public interface Context<R extends Resource> {

  /**
   * Registers a resource. It is held weakly: one that nothing else refers to may be forgotten.
   *
   * @param resource runs before the snapshot and after the restore
   */
  void register(R resource);
}
