package io.github.libhello.internal;

import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;

/**
 * Gives the VM's random numbers another seed, as all processes of one snapshot would have the same
 * ones.
 */
final class FreshRandom {

  private static final int SEED_BYTES = 64;

  private FreshRandom() {}

  /** Loads what {@link #reseed} needs, so that the snapshot holds it. */
  static void prepare() {
    new SecureRandom().nextInt();
  }

  /**
   * Adds bytes of the system to the seed that all generators of algorithm NativePRNG share, among
   * them the default one and that of {@link java.util.UUID#randomUUID}. Generators of other
   * algorithms have a seed of their own, which nothing can reach.
   *
   * @throws IOException when the system gives no bytes
   */
  static void reseed() throws IOException {
    try (InputStream system = new FileInputStream("/dev/urandom")) {
      byte[] seed = system.readNBytes(SEED_BYTES);
      if (seed.length < SEED_BYTES) {
        throw new EOFException("/dev/urandom has ended");
      }
      new SecureRandom().setSeed(seed);
    }
  }
}
