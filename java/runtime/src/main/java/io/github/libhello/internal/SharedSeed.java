package io.github.libhello.internal;

import java.security.SecureRandom;
import java.util.function.Consumer;

/**
 * The seed that all random generators of algorithm NativePRNG share, among them the default one and
 * that of {@link java.util.UUID#randomUUID}. Generators of other algorithms have a seed of their
 * own, which nothing can reach.
 */
final class SharedSeed implements Consumer<byte[]> {

  /** Public for {@link FreshRandom}, which finds it by reflection in an image. */
  public SharedSeed() {}

  /** Loads what a seed is added with, so that the snapshot holds it. */
  static void prepare() {
    new SecureRandom().nextInt();
  }

  @Override
  public void accept(byte[] seed) {
    new SecureRandom().setSeed(seed);
  }
}
