package io.github.libhello.kmeans;

import java.util.Arrays;

/**
 * Consecutive points, and the sums of those of them that are members of each cluster. A pass over
 * all points is one over each range, by whichever thread. How many ranges there are does not depend
 * on the threads, and so no result does.
 */
final class PointRange {

  /** Divides well among the 2 to 6 processors of a function. */
  private static final int MAX_RANGES = 12;

  private static final int MIN_POINTS = 512;

  private static final int NONE = -1;

  private final double[] points;
  private final int dimensions;
  private final int from;
  private final int to;
  private final int[] labels;
  private final double[] slacks;
  private final int[] keys;
  private final ClusterSums sums;
  private int changes;

  /**
   * A range of a run's points.
   *
   * @param labels the cluster of each point, written in each pass, as are slacks and keys
   */
  private PointRange(
      Points points, int from, int to, int[] labels, double[] slacks, int[] keys, int clusters) {
    this.points = points.coordinates();
    this.dimensions = points.dimensions();
    this.from = from;
    this.to = to;
    this.labels = labels;
    this.slacks = slacks;
    this.keys = keys;
    this.sums = new ClusterSums(clusters, dimensions);
  }

  /** All points, in ranges of nearly the same size. */
  static PointRange[] of(Points points, int clusters, int[] labels, double[] slacks, int[] keys) {
    PointRange[] ranges = new PointRange[(int) count(points.count(), clusters)];
    int to = 0;
    for (int i = 0; i < ranges.length; i++) {
      int from = to;
      to = (int) ((i + 1L) * points.count() / ranges.length);
      ranges[i] = new PointRange(points, from, to, labels, slacks, keys, clusters);
    }
    return ranges;
  }

  /** How many ranges there are, so few that their sums take less memory than the points. */
  static double count(double points, double clusters) {
    return Math.clamp(points / Math.max(16 * clusters, MIN_POINTS), 1, MAX_RANGES);
  }

  /** Before the first pass of a run: no point has a cluster. */
  void clear() {
    Arrays.fill(labels, from, to, NONE);
    sums.clear();
  }

  /** Assigns each point to the nearest center. */
  void assign(CenterSearch centers, CenterMoves moves, Batch batch) {
    changes = 0;
    int next = from;
    while (next < to) {
      next =
          moves.known()
              ? batch.gather(next, to, slacks, keys, moves.bounds())
              : batch.gather(next, to);
      centers.search(batch);
      take(batch, moves);
    }
  }

  /** With nothing that must be read again after a call. */
  private void take(Batch batch, CenterMoves moves) {
    int[] points = batch.points;
    int[] centers = batch.found.centers();
    double[] squares = batch.found.squares();
    double[] seconds = batch.found.seconds();
    double[] slacks = this.slacks;
    int[] keys = this.keys;
    int[] labels = this.labels;
    int first = moves.key(0);
    int size = batch.size();
    for (int i = 0; i < size; i++) {
      int point = points[i];
      int cluster = centers[i];
      slacks[point] = moves.slack(squares[i], seconds[i]);
      keys[point] = first + cluster;
      if (labels[point] != cluster) {
        change(point, cluster);
      }
    }
  }

  private void change(int point, int cluster) {
    changes++;
    if (labels[point] != NONE) {
      sums.remove(labels[point], points, point * dimensions);
    }
    sums.add(cluster, points, point * dimensions);
    labels[point] = cluster;
  }

  /** How many points changed their cluster in the last pass. */
  int changes() {
    return changes;
  }

  /** Of the points of this range alone. */
  ClusterSums sums() {
    return sums;
  }

  /** The sum of the squared distances of the points to their centers. */
  double inertia(double[] centers) {
    double sum = 0;
    double rest = 0;
    for (int point = from; point < to; point++) {
      double square = Distances.square(points, point, centers, labels[point], dimensions);
      double more = sum + square;
      // Neumaier's: what was rounded off the sum.
      rest += sum >= square ? (sum - more) + square : (square - more) + sum;
      sum = more;
    }
    return sum + rest;
  }
}
