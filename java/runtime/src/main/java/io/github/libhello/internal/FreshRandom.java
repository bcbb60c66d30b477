package io.github.libhello.internal;

import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives the VM's random numbers another seed, as all processes of one snapshot would have the same
 * ones.
 */
final class FreshRandom {

  private static final int SEED_BYTES = 64;

  private FreshRandom() {}

  /** Loads what {@link #reseed} needs, so that the snapshot holds it. */
  static void prepare() {
    if (!NativeImage.RUNNING) {
      SharedSeed.prepare();
    }
  }

  /**
   * Adds bytes of the system to the {@link SharedSeed}.
   *
   * @throws IOException when the system gives no bytes
   * @throws ReflectiveOperationException never
   */
  static void reseed() throws IOException, ReflectiveOperationException {
    Consumer<byte[]> shared = sharedSeed();
    if (shared == null) {
      return;
    }
    try (InputStream system = new FileInputStream("/dev/urandom")) {
      byte[] seed = system.readNBytes(SEED_BYTES);
      if (seed.length < SEED_BYTES) {
        throw new EOFException("/dev/urandom has ended");
      }
      shared.accept(seed);
    }
  }

  /**
   * An image whose program draws no such numbers has none of this: to name the class here would
   * bring megabytes of generators along. The jar's metadata has it where the program does.
   */
  @SuppressWarnings("unchecked")
  private static @Nullable Consumer<byte[]> sharedSeed() throws ReflectiveOperationException {
    if (!NativeImage.RUNNING) {
      return new SharedSeed();
    }
    // Put together at run time: the image builder would follow a constant.
    String name = FreshRandom.class.getName().replace("FreshRandom", "SharedSeed");
    Class<?> type;
    try {
      type = Class.forName(name);
    } catch (ClassNotFoundException | LinkageError notInThisImage) {
      return null;
    }
    return (Consumer<byte[]>) type.getConstructor().newInstance();
  }
}
