package io.github.libhello.kmeans;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.hipparchus.random.MersenneTwister;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SeededNumbersTest {

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 42, Integer.MAX_VALUE, 1L << 32, Long.MIN_VALUE, Long.MAX_VALUE})
  void areThoseOfHipparchus(long seed) {
    MersenneTwister expected = new MersenneTwister(seed);
    SeededNumbers numbers = new SeededNumbers(seed);
    for (int i = 0; i < 10_000; i++) {
      assertEquals(expected.nextDouble(), numbers.fraction());
      // Bounds of each kind: small, powers of two, and such that numbers are rejected.
      for (int bound : new int[] {1 + i % 7, 1 << i % 31, (1 << 30) + 1 + i, Integer.MAX_VALUE}) {
        assertEquals(expected.nextInt(bound), numbers.below(bound));
      }
    }
  }
}
