package io.github.libhello.internal;

import io.github.libhello.SnapshotHook;
import io.github.libhello.crac.CheckpointException;
import io.github.libhello.crac.RestoreException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The hooks of a function with SnapStart, of both kinds in one order; none without it. */
public final class SnapshotHooks {

  private static final boolean ON =
      SnapshotPhase.SNAP_START.equals(System.getenv(SnapshotPhase.INITIALIZATION_TYPE));

  private static final List<Registered> ALL = new ArrayList<>();

  private SnapshotHooks() {}

  /** One registration. */
  private record Registered(@Nullable SnapshotHook before, @Nullable SnapshotHook after) {}

  /**
   * Adds hooks behind those that are registered; without SnapStart this does nothing.
   *
   * @param before runs before the snapshot
   * @param after runs after the restore
   */
  public static void register(@Nullable SnapshotHook before, @Nullable SnapshotHook after) {
    if (before == null && after == null) {
      throw new NullPointerException("the hook is null");
    }
    if (ON) {
      synchronized (ALL) {
        ALL.add(new Registered(before, after));
      }
    }
  }

  /**
   * Runs the hooks that come before the snapshot, the last registered first.
   *
   * @throws Throwable what one of them threw; a {@link CheckpointException} with what several threw
   */
  static void before() throws Throwable {
    List<Registered> hooks = registered();
    Collections.reverse(hooks);
    List<Throwable> failures = new ArrayList<>();
    for (Registered each : hooks) {
      run(each.before, failures);
    }
    raise(failures, failures.size() < 2 ? null : new CheckpointException(message(failures)));
  }

  /**
   * Runs the hooks that come after the restore, the first registered first.
   *
   * @throws Throwable what one of them threw; a {@link RestoreException} with what several threw
   */
  static void after() throws Throwable {
    List<Throwable> failures = new ArrayList<>();
    for (Registered each : registered()) {
      run(each.after, failures);
    }
    raise(failures, failures.size() < 2 ? null : new RestoreException(message(failures)));
  }

  /** A copy: a hook may register others. */
  private static List<Registered> registered() {
    synchronized (ALL) {
      return new ArrayList<>(ALL);
    }
  }

  private static void run(@Nullable SnapshotHook hook, List<Throwable> failures) {
    if (hook == null) {
      return;
    }
    try {
      hook.run();
    } catch (Throwable thrown) {
      failures.add(thrown);
    }
  }

  private static String message(List<Throwable> failures) {
    return failures.size()
        + " hooks failed, the first with "
        + ErrorReport.of(failures.get(0)).title();
  }

  private static void raise(List<Throwable> failures, @Nullable Exception joined) throws Throwable {
    if (joined == null) {
      for (Throwable only : failures) {
        throw only;
      }
      return;
    }
    for (Throwable each : failures) {
      joined.addSuppressed(each);
    }
    throw joined;
  }
}
