package io.github.libhello.kmeans;

import org.apache.commons.rng.core.source32.MersenneTwister;

/**
 * The random numbers that a seed stands for: those of Hipparchus's {@code MersenneTwister}. That
 * class itself first sets up tables of functions which nothing here calls.
 */
final class SeededNumbers {

  private final MersenneTwister words;

  SeededNumbers(long seed) {
    words = new MersenneTwister(new int[] {(int) (seed >>> 32), (int) seed});
  }

  /** From 0 to less than 1. */
  double fraction() {
    long high = words.nextInt() >>> 6;
    return (high << 26 | words.nextInt() >>> 6) * 0x1p-52;
  }

  /** From 0 to less than the bound, which is positive. */
  int below(int bound) {
    if ((bound & -bound) == bound) {
      return (int) (bound * (long) (words.nextInt() >>> 1) >> 31);
    }
    int bits;
    int number;
    do {
      bits = words.nextInt() >>> 1;
      number = bits % bound;
      // The last numbers of the range would come up too often.
    } while (bits - number + (bound - 1) < 0);
    return number;
  }
}
