package io.github.libhello.kmeans;

/**
 * Lloyd's algorithm, exactly, without most of its distances: a point is looked at only where its
 * nearest center can have become another one ({@link CenterMoves}). Every label, and with it every
 * center, is what distances to all centers in every pass would make of it.
 *
 * <p>A cluster that loses its last point takes the point that is farthest from its center.
 *
 * <p>One object makes any number of runs, one after the other. The result of a run depends neither
 * on the number of threads nor on the machine: sums are made range by range, and those of the
 * ranges in their order.
 */
final class Lloyd {

  private final Points points;
  private final int clusters;
  private final int[] labels;
  private final double[] slacks;
  private final PointRange[] ranges;
  private final ClusterSums sums;
  private final CenterMoves moves;
  private final CenterSearch nearest;
  private final Passes passes;

  /**
   * Reserves all the memory that runs need.
   *
   * @param clusters from 1 to the number of points
   * @param threads how many threads may compute at once, at least 1
   */
  Lloyd(Points points, int clusters, int threads) {
    this(
        points, clusters, threads, GroupBounds.size(points.count(), points.dimensions(), clusters));
  }

  /** With groups of so many centers, or none where that is 0. */
  Lloyd(Points points, int clusters, int threads, int group) {
    this.points = points;
    this.clusters = clusters;
    labels = new int[points.count()];
    slacks = new double[points.count()];
    int[] keys = new int[points.count()];
    ranges = PointRange.of(points, clusters, labels, slacks, keys);
    sums = ranges.length == 1 ? ranges[0].sums() : new ClusterSums(clusters, points.dimensions());
    moves = new CenterMoves(points.count(), clusters, points.dimensions(), group);
    NearestCenters all = new NearestCenters(points, clusters, group == 0 ? clusters : group);
    nearest = group == 0 ? all : new GroupBounds(all, moves, clusters, group, labels, keys);
    passes = new Passes(ranges, clusters, all.coordinates(), threads);
  }

  /**
   * What comes of a run.
   *
   * @param centers one row after the other, in the order of the initial ones
   * @param sizes how many points each cluster has
   * @param inertia sum of the squared distances of the points to their centers
   * @param iterations how often the centers were computed anew
   * @param converged whether one more iteration would change nothing
   */
  record Run(double[] centers, int[] sizes, double inertia, int iterations, boolean converged) {}

  /**
   * Makes a run.
   *
   * @param centers the initial ones, one row after the other; overwritten with those of the run
   * @param maxIterations at least 1
   */
  Run run(double[] centers, int maxIterations) {
    for (PointRange range : ranges) {
      range.clear();
    }
    moves.begin(centers);
    pass(centers);
    int iterations = 0;
    boolean moving = true;
    while (moving && iterations < maxIterations) {
      boolean allHavePoints = moveCenters(centers);
      moves.move(centers);
      int changes = pass(centers);
      iterations++;
      moving = changes > 0 || !allHavePoints;
    }
    return new Run(centers, sums.sizes(), inertia(centers), iterations, sums.areOf(centers));
  }

  /** The cluster of each point in the last run; the next run overwrites it. */
  int[] labels() {
    return labels;
  }

  /** Memory for one double a point, which nobody needs between runs. */
  double[] scratch() {
    return slacks;
  }

  /** Assigns the points to the nearest centers, and returns how many have another than before. */
  private int pass(double[] centers) {
    nearest.set(centers);
    passes.assign(nearest, moves);
    int changes = 0;
    for (PointRange range : ranges) {
      changes += range.changes();
    }
    if (changes > 0 && ranges.length > 1) {
      sums.clear();
      for (PointRange range : ranges) {
        sums.add(range.sums());
      }
    }
    return changes;
  }

  /** Returns whether every cluster had a point to make a mean of. */
  private boolean moveCenters(double[] centers) {
    for (int cluster = 0; cluster < clusters; cluster++) {
      if (sums.size(cluster) == 0) {
        new EmptyClusters(points, labels, clusters, ranges).moveCenters(centers);
        return false;
      }
    }
    for (int cluster = 0; cluster < clusters; cluster++) {
      sums.mean(cluster, centers);
    }
    return true;
  }

  private double inertia(double[] centers) {
    double sum = 0;
    for (PointRange range : ranges) {
      sum += range.inertia(centers);
    }
    return sum;
  }
}
