package io.github.libhello.kmeans;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Lloyd's algorithm as it is defined: in each pass all distances, and means of sums in decimal
 * numbers, which round nothing. What the engine has to find, to the last bit.
 */
final class PlainLloyd {

  private final double[][] points;
  private final double[][] centers;
  private final int[] labels;

  private PlainLloyd(double[][] points, double[][] centers) {
    this.points = points;
    this.centers = centers;
    labels = new int[points.length];
    Arrays.fill(labels, -1);
  }

  /** What a run gave. */
  record Result(double[][] centers, int[] labels, int iterations, boolean converged) {}

  static Result run(double[][] points, double[][] initial, int maxIterations) {
    PlainLloyd lloyd =
        new PlainLloyd(
            points, Arrays.stream(initial).map(double[]::clone).toArray(double[][]::new));
    lloyd.assign();
    int iterations = 0;
    boolean moving = true;
    while (moving && iterations < maxIterations) {
      boolean empty = lloyd.moveCenters();
      int changes = lloyd.assign();
      iterations++;
      moving = changes > 0 || empty;
    }
    double[][] found = Arrays.stream(lloyd.centers).map(double[]::clone).toArray(double[][]::new);
    boolean empty = lloyd.moveCenters();
    boolean converged = !empty && Arrays.deepEquals(found, lloyd.centers);
    return new Result(found, lloyd.labels, iterations, converged);
  }

  private int assign() {
    int changes = 0;
    for (int i = 0; i < points.length; i++) {
      int nearest = 0;
      for (int c = 1; c < centers.length; c++) {
        if (square(points[i], centers[c]) < square(points[i], centers[nearest])) {
          nearest = c;
        }
      }
      changes += labels[i] == nearest ? 0 : 1;
      labels[i] = nearest;
    }
    return changes;
  }

  /** Returns whether there was an empty cluster. */
  private boolean moveCenters() {
    double[][] old = Arrays.stream(centers).map(double[]::clone).toArray(double[][]::new);
    Set<Integer> taken = new HashSet<>();
    boolean empty = false;
    for (int c = 0; c < centers.length; c++) {
      if (!mean(c, taken)) {
        empty = true;
        int farthest = farthest(old, taken);
        taken.add(farthest);
        centers[c] = points[farthest].clone();
      }
    }
    return empty;
  }

  /** Returns whether there is a point to make a mean of. */
  private boolean mean(int cluster, Set<Integer> without) {
    int size = 0;
    BigDecimal[] sums = new BigDecimal[centers[cluster].length];
    Arrays.fill(sums, BigDecimal.ZERO);
    for (int i = 0; i < points.length; i++) {
      if (labels[i] == cluster && !without.contains(i)) {
        size++;
        for (int j = 0; j < sums.length; j++) {
          sums[j] = sums[j].add(new BigDecimal(points[i][j]));
        }
      }
    }
    for (int j = 0; j < sums.length && size > 0; j++) {
      centers[cluster][j] = sums[j].doubleValue() / size + 0.0;
    }
    return size > 0;
  }

  private int farthest(double[][] from, Set<Integer> without) {
    int farthest = -1;
    double most = -1;
    for (int cluster = 0; cluster < from.length; cluster++) {
      for (int i = 0; i < points.length; i++) {
        if (labels[i] == cluster && !without.contains(i)) {
          double distance = Math.sqrt(square(points[i], from[cluster]));
          if (distance > most) {
            most = distance;
            farthest = i;
          }
        }
      }
    }
    return farthest;
  }

  static double square(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      double difference = a[j] - b[j];
      sum = Math.fma(difference, difference, sum);
    }
    return sum;
  }
}
