package io.github.libhello.kmeans;

import java.util.Arrays;

/**
 * The centers that a run begins with, by k-means++ (Arthur and Vassilvitskii, 2007).
 *
 * <p>It draws the numbers and picks the points that Hipparchus's {@code KMeansPlusPlusClusterer}
 * does, so that a seed's response stays what it was; that is why a distance is a rounded root here,
 * and squared again.
 */
final class InitialCenters {

  /** In place of the distance of a point that is a center already. */
  private static final double TAKEN = -1;

  /** Covers the roundings of a root and its square. */
  private static final double ROUNDED = 1 + 1e-15;

  private final double[] points;
  private final int count;
  private final int dimensions;
  private final double[] squares;

  /**
   * Chooses among some points.
   *
   * @param squares overwritten: the squared distance of each point to the nearest center so far
   */
  InitialCenters(Points points, double[] squares) {
    this.points = points.coordinates();
    this.count = points.count();
    this.dimensions = points.dimensions();
    this.squares = squares;
  }

  /**
   * Chooses as many points as there are clusters, one row after the other. They differ where there
   * are enough distinct points, unless the squares of their distances underflow.
   */
  double[] choose(int clusters, SeededNumbers random) {
    double[] centers = new double[clusters * dimensions];
    Arrays.fill(squares, 0, count, Double.POSITIVE_INFINITY);
    int next = random.below(count);
    for (int cluster = 0; ; cluster++) {
      System.arraycopy(points, next * dimensions, centers, cluster * dimensions, dimensions);
      squares[next] = TAKEN;
      if (cluster == clusters - 1) {
        return centers;
      }
      approach(next);
      next = pick(random.fraction());
    }
  }

  private void approach(int center) {
    double[] points = this.points;
    double[] squares = this.squares;
    int dimensions = this.dimensions;
    int of = center * dimensions;
    for (int i = 0, at = 0; i < count; i++, at += dimensions) {
      double sum = 0;
      for (int j = 0; j < dimensions; j++) {
        double difference = points[of + j] - points[at + j];
        sum += difference * difference;
      }
      // Few points are near enough to need the root.
      if (sum <= squares[i] * ROUNDED) {
        double distance = Math.sqrt(sum);
        squares[i] = Math.min(squares[i], distance * distance);
      }
    }
  }

  /** With a probability in proportion to the squares. */
  private int pick(double random) {
    double total = 0;
    for (int i = 0; i < count; i++) {
      total += Math.max(squares[i], 0);
    }
    double threshold = random * total;
    double sum = 0;
    int last = 0;
    for (int i = 0; i < count; i++) {
      if (squares[i] != TAKEN) {
        last = i;
        sum += squares[i];
        if (sum >= threshold) {
          break;
        }
      }
    }
    return last;
  }
}
