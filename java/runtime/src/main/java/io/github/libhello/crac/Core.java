package io.github.libhello.crac;

import io.github.libhello.SnapshotHook;
import io.github.libhello.internal.SnapshotHooks;
import java.lang.ref.WeakReference;

/** The global context; its hooks run with those of {@link io.github.libhello.Snapshot}. */
public final class Core {

  private static final Context<Resource> GLOBAL = new Global();

  private Core() {}

  /**
   * Where resources are registered.
   *
   * @return the only context there is
   */
  public static Context<Resource> getGlobalContext() {
    return GLOBAL;
  }

  /**
   * There is no snapshot on request: Lambda takes it once the function is initialized.
   *
   * @throws CheckpointException never
   * @throws RestoreException never
   * @throws UnsupportedOperationException always
   */
  // What org.crac looks for.
  @SuppressWarnings({"RedundantThrows", "DoNotCallSuggester"})
  public static void checkpointRestore() throws CheckpointException, RestoreException {
    throw new UnsupportedOperationException(
        "AWS Lambda takes the snapshot itself, once the function is initialized");
  }

  private static final class Global implements Context<Resource> {

    @Override
    public void register(Resource resource) {
      WeakReference<Resource> held = new WeakReference<>(resource);
      SnapshotHooks.register(new Before(held), new After(held));
    }
  }

  private record Before(WeakReference<Resource> held) implements SnapshotHook {

    @Override
    public void run() throws Exception {
      Resource resource = held.get();
      if (resource != null) {
        resource.beforeCheckpoint(GLOBAL);
      }
    }
  }

  private record After(WeakReference<Resource> held) implements SnapshotHook {

    @Override
    public void run() throws Exception {
      Resource resource = held.get();
      if (resource != null) {
        resource.afterRestore(GLOBAL);
      }
    }
  }
}
