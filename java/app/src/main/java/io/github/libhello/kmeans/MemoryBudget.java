package io.github.libhello.kmeans;

import java.util.Locale;

/**
 * The memory a request may use, so that one too large is refused before the heap is full.
 *
 * <p>The figures are those of a native image, whose references take 8 bytes.
 */
final class MemoryBudget {

  private static final double MIB = 1024 * 1024;

  /**
   * What of the heap can hold live objects: the rest is what a copying collector needs to work in.
   */
  private static final double USABLE = 0.6;

  /** The program itself, and the JSON parser's buffers. */
  private static final double BASE = 4 * MIB;

  private final double heap;
  private final double available;

  /**
   * The budget of a process.
   *
   * @param heap the heap's maximal size in bytes
   * @param event the size in bytes of the event that is in memory meanwhile
   */
  MemoryBudget(long heap, int event) {
    this.heap = heap;
    // Whoever called may hold the event twice, as bytes and as a String.
    this.available = Math.max(0, heap * USABLE - BASE - 2.0 * event);
  }

  /** The budget of this process while it holds an event of so many bytes. */
  static MemoryBudget besides(int event) {
    return new MemoryBudget(Runtime.getRuntime().maxMemory(), event);
  }

  /**
   * Refuses what does not fit. Sizes of any magnitude can be asked for without overflow.
   *
   * @param what the request's part to blame, as the message's subject
   * @param remedy what to change, other than the function's memory
   * @throws InvalidRequestException if that many points and clusters need more memory than there is
   */
  void require(String what, long points, long dimensions, long clusters, String remedy) {
    double need = bytes((double) points, (double) dimensions, (double) clusters);
    if (need > available) {
      throw new InvalidRequestException(
          String.format(
              Locale.ROOT,
              "%s would need about %.0f MiB of memory, but only %.0f MiB of the %.0f MiB heap are"
                  + " available: %s, or give the function more memory",
              what,
              Math.ceil(need / MIB),
              Math.floor(available / MIB),
              heap / MIB,
              remedy));
    }
  }

  /** How many centers a group has for {@link GroupBounds}, or 0 where there is no memory for it. */
  int group(Points points, int clusters) {
    int dimensions = points.dimensions();
    double bounds =
        GroupBounds.bytes(points.count(), dimensions, clusters)
            + 8 * clusters * CenterMoves.passes(points.count(), clusters);
    return bytes(points.count(), dimensions, clusters) + bounds > available
        ? 0
        : GroupBounds.size(points.count(), dimensions, clusters);
  }

  /**
   * What points take, with the label, slack and key of each and its label in the best run so far.
   */
  static double bytesOfPoints(double points, double dimensions) {
    return points * (8 * dimensions + 4 + 8 + 4 + 4);
  }

  /** In floating point, as the product of two sizes may exceed 64 bits. */
  private static double bytes(double points, double dimensions, double clusters) {
    if (clusters == 0) {
      return bytesOfPoints(points, dimensions);
    }
    return bytesOfPoints(points, dimensions)
        + NearestCenters.bytes(points, dimensions, clusters)
        + clusters * Math.max(run(points, dimensions, clusters), response(dimensions));
  }

  /** What a run needs for each cluster. */
  private static double run(double points, double dimensions, double clusters) {
    double center = 8 * dimensions;
    double sums = 2 * center + 4;
    double passes = CenterMoves.passes(points, clusters);
    double ranges = PointRange.count(points, clusters);
    double need = 2 * center + 120; // of this run, of the best, and in the set of distinct points
    need += Passes.MAX_THREADS * 8 * NearestCenters.POINTS; // distances by thread
    if (passes >= 2) {
      need += passes * (center + 8);
    }
    need += (ranges >= 2 ? ranges + 1 : 1) * sums;
    if (clusters > 1) {
      need += center + sums; // where a cluster is empty
    }
    return need;
  }

  /** The centers, and their numbers of 25 characters each in the response, which is copied once. */
  private static double response(double dimensions) {
    return 64 + 8 * dimensions + 50 * dimensions;
  }
}
