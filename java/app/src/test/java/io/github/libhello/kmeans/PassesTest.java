package io.github.libhello.kmeans;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PassesTest {

  private static final int MANY = 1_000_000;

  @ParameterizedTest
  @CsvSource({"128, 1", "1769, 1", "3008, 1", "3537, 1", "3538, 2", "5307, 3", "10240, 5"})
  void haveAsManyThreadsAsTheFunctionHasProcessors(String memory, int processors) {
    int there = Runtime.getRuntime().availableProcessors();
    assertEquals(Math.min(processors, there), Passes.threads(MANY, memory));
  }

  @Test
  void haveAllProcessorsWhereThereIsNoLimit() {
    assertEquals(Runtime.getRuntime().availableProcessors(), Passes.threads(MANY, null));
  }

  @Test
  void haveOneThreadForFewPoints() {
    assertEquals(1, Passes.threads(1, null));
    assertEquals(1, Passes.threads(8191, "10240"));
  }
}
