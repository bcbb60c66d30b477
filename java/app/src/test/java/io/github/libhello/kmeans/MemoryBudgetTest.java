package io.github.libhello.kmeans;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MemoryBudgetTest {

  private static final long MIB = 1024 * 1024;

  /** The heap of a function of 128 MB. */
  private static final long HEAP = 96 * MIB;

  private static boolean fits(MemoryBudget budget, long points, long dimensions, long clusters) {
    try {
      budget.require("this", points, dimensions, clusters, "ask for fewer");
      return true;
    } catch (InvalidRequestException refused) {
      return false;
    }
  }

  private static long mostPoints(MemoryBudget budget, long dimensions) {
    long fitting = 0;
    for (long step = 1L << 40; step > 0; step /= 2) {
      if (fits(budget, fitting + step, dimensions, 0)) {
        fitting += step;
      }
    }
    return fitting;
  }

  @Test
  void saysWhatToChangeAndByHowMuch() {
    InvalidRequestException refused =
        assertThrows(
            InvalidRequestException.class,
            () ->
                new MemoryBudget(HEAP, 0)
                    .require("points x dimensions (7 x 8)", 2_000_000, 2, 0, "ask for fewer"));
    assertEquals(
        "points x dimensions (7 x 8) would need about 69 MiB of memory, but only 53 MiB of the 96"
            + " MiB heap are available: ask for fewer, or give the function more memory",
        refused.getMessage());
  }

  @Test
  void letsAFunctionOf128MegabytesClusterHundredsOfThousandsOfPoints() {
    assertDoesNotThrow(
        () -> new MemoryBudget(HEAP, 0).require("this", 400_000, 2, 10, "ask for fewer"));
  }

  @Test
  void leavesRoomForTheCollector() {
    long coordinates = mostPoints(new MemoryBudget(HEAP, 0), 10_000) * 10_000;
    assertTrue(coordinates * Double.BYTES < HEAP * 6 / 10, coordinates + " coordinates");
    assertTrue(coordinates * Double.BYTES > HEAP / 2, coordinates + " coordinates");
  }

  @Test
  void countsTheEventTwice() {
    int event = (int) (3 * MIB);
    long saved =
        mostPoints(new MemoryBudget(HEAP, 0), 1000)
            - mostPoints(new MemoryBudget(HEAP, event), 1000);
    assertEquals(2.0 * event / (1000 * Double.BYTES), (double) saved, 20);
  }

  @Test
  void grantsMoreToALargerHeap() {
    long small = mostPoints(new MemoryBudget(HEAP, 0), 2);
    long large = mostPoints(new MemoryBudget(10 * HEAP, 0), 2);
    assertTrue(large > 10 * small, small + ", then " + large);
  }

  @Test
  void countsClustersAndTheirDimensions() {
    MemoryBudget budget = new MemoryBudget(HEAP, 0);
    assertTrue(fits(budget, 50_000, 2, 50_000));
    assertTrue(!fits(budget, 400_000, 2, 400_000), "as many clusters as points");
    assertTrue(fits(budget, 1000, 1000, 100));
    assertTrue(!fits(budget, 4000, 1000, 4000), "large centers");
  }

  @Test
  void hasBoundsOfGroupsWhereTheyFit() {
    Points points = new Points(new double[200_000 * 10], 200_000, 10);
    MemoryBudget budget = new MemoryBudget(HEAP, 0);
    assertTrue(fits(budget, points.count(), points.dimensions(), 100));
    assertEquals(10, budget.group(points, 100));
    MemoryBudget small = new MemoryBudget(HEAP / 2, 0);
    assertTrue(fits(small, points.count(), points.dimensions(), 100));
    assertEquals(0, small.group(points, 100));
  }

  @Test
  void refusesAnythingWithoutAHeap() {
    assertTrue(!fits(new MemoryBudget(0, 0), 1, 1, 1));
    assertTrue(!fits(new MemoryBudget(8 * MIB, 6 * (int) MIB), 1, 1, 1), "the event alone");
  }

  @Test
  void refusesProductsThatNoIntegerHolds() {
    MemoryBudget budget = new MemoryBudget(Long.MAX_VALUE, 0);
    assertTrue(!fits(budget, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE));
    assertTrue(!fits(budget, Integer.MAX_VALUE, Long.MAX_VALUE, 1));
  }

  @Test
  void takesTheHeapOfThisProcess() {
    long heap = Runtime.getRuntime().maxMemory();
    assertEquals(mostPoints(new MemoryBudget(heap, 9), 2), mostPoints(MemoryBudget.besides(9), 2));
  }
}
