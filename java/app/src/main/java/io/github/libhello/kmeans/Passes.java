package io.github.libhello.kmeans;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Passes over all ranges of the points, by the thread that asks for them and some of the common
 * pool. A thread takes the next range that nobody has, so one that the pool never gets round to is
 * not waited for.
 */
final class Passes {

  /** Fewer points are done before a thread has woken up. */
  private static final int MIN_POINTS_PER_THREAD = 4096;

  /** The memory that Lambda gives a function one processor for. */
  private static final double MEGABYTES_PER_PROCESSOR = 1769;

  /** Processors of the largest function, for which memory is reckoned. */
  static final int MAX_THREADS = 6;

  private final PointRange[] ranges;
  private final Batch[] batches;
  private final AtomicInteger next = new AtomicInteger();

  Passes(PointRange[] ranges, int clusters, int coordinates, int threads) {
    this.ranges = ranges;
    batches = new Batch[Math.min(threads, ranges.length)];
    for (int i = 0; i < batches.length; i++) {
      batches[i] = new Batch(clusters, coordinates);
    }
  }

  /**
   * How many threads are worth it for so many points, in this function. A function of less memory
   * than that for a processor sees two all the same, with a share of their time.
   *
   * @param memory the function's memory in MB, {@code null} where there is no limit
   */
  static int threads(int points, @Nullable String memory) {
    int processors = Runtime.getRuntime().availableProcessors();
    if (memory != null) {
      processors = Math.min(processors, (int) (Integer.parseInt(memory) / MEGABYTES_PER_PROCESSOR));
    }
    return Math.clamp(processors, 1, Math.max(1, points / MIN_POINTS_PER_THREAD));
  }

  /** Assigns each point to the nearest center. */
  void assign(CenterSearch centers, CenterMoves moves) {
    next.set(0);
    ForkJoinTask<?>[] others = new ForkJoinTask<?>[batches.length - 1];
    for (int i = 0; i < others.length; i++) {
      Batch batch = batches[i + 1];
      others[i] = ForkJoinPool.commonPool().submit(() -> assignRanges(centers, moves, batch));
    }
    assignRanges(centers, moves, batches[0]);
    for (ForkJoinTask<?> other : others) {
      other.join();
    }
  }

  private void assignRanges(CenterSearch centers, CenterMoves moves, Batch batch) {
    for (int i = next.getAndIncrement(); i < ranges.length; i = next.getAndIncrement()) {
      ranges[i].assign(centers, moves, batch);
    }
  }
}
