package io.github.libhello;

import io.github.libhello.internal.Priming;
import io.github.libhello.internal.SnapshotHooks;
import java.nio.charset.StandardCharsets;

/**
 * What a function with SnapStart does around the snapshot of its process. Without SnapStart nothing
 * that is registered here ever runs.
 *
 * <pre>{@code
 * public static void main(String[] args) {
 *   LambdaRuntime.run(
 *       () -> {
 *         Orders orders = new Orders();
 *         Snapshot.prime("{\"order\":17}"); // runs through the handler, and its answer goes nowhere
 *         Snapshot.before(orders::disconnect);
 *         Snapshot.afterRestore(orders::connect);
 *         return orders;
 *       });
 * }
 * }</pre>
 *
 * <p>{@link LambdaRuntime#run} makes the handler, answers the priming events with it in the order
 * in which they were registered, runs the hooks that come before the snapshot, the last registered
 * first, collects garbage and waits for the restore. Then it runs the hooks that come after it, the
 * first registered first, and answers invocations. All of that is on the thread that called it.
 * Resources that are registered with {@code org.crac} are hooks of the same list.
 *
 * <p>When a hook or a priming event throws, the other hooks of its kind still run. Then the failure
 * is reported to Lambda, with what the other hooks threw, and the process ends with status 64:
 * before the snapshot no version is published, after the restore the invocation fails.
 *
 * <p>May be called from any thread. What is registered after the snapshot never runs.
 */
public final class Snapshot {

  private Snapshot() {}

  /**
   * Registers a hook that runs before the snapshot is taken.
   *
   * @param hook runs once
   */
  public static void before(SnapshotHook hook) {
    SnapshotHooks.register(hook, null);
  }

  /**
   * Registers a hook that runs after each restore of the snapshot. Lambda gives it and the restore
   * ten seconds.
   *
   * @param hook runs once in a process
   */
  public static void afterRestore(SnapshotHook hook) {
    SnapshotHooks.register(null, hook);
  }

  /**
   * Has the handler answer an event before the snapshot, so that the snapshot holds what its first
   * invocation loads and compiles. The answer is dropped; what the handler does to the world is
   * not.
   *
   * @param event the payload
   */
  public static void prime(byte[] event) {
    Priming.add(event.clone());
  }

  /**
   * As {@link #prime(byte[])}.
   *
   * @param event the payload's text, usually JSON
   */
  public static void prime(String event) {
    Priming.add(event.getBytes(StandardCharsets.UTF_8));
  }
}
