package io.github.libhello.kmeans;

import java.util.Arrays;

/**
 * Number and coordinate-wise sums of the members of each cluster. A sum is kept as two doubles, the
 * second of which has what was rounded off the first (Knuth's TwoSum): so exact that points can
 * come and go for as long as a run takes, and a mean is still the nearest double but for the rarest
 * cases.
 */
final class ClusterSums {

  private final int dimensions;
  private final double[] high;
  private final double[] low;
  private final int[] sizes;

  ClusterSums(int clusters, int dimensions) {
    this.dimensions = dimensions;
    high = new double[clusters * dimensions];
    low = new double[clusters * dimensions];
    sizes = new int[clusters];
  }

  /** Forgets all members. */
  void clear() {
    Arrays.fill(high, 0);
    Arrays.fill(low, 0);
    Arrays.fill(sizes, 0);
  }

  int size(int cluster) {
    return sizes[cluster];
  }

  int[] sizes() {
    return sizes.clone();
  }

  /** A point, which begins at an index of the coordinates, becomes a member. */
  void add(int cluster, double[] coordinates, int at) {
    sizes[cluster]++;
    int to = (cluster + 1) * dimensions;
    for (int i = cluster * dimensions, j = at; i < to; i++, j++) {
      add(i, coordinates[j]);
    }
  }

  /** A member, as it was added, is one no more. */
  void remove(int cluster, double[] coordinates, int at) {
    sizes[cluster]--;
    int to = (cluster + 1) * dimensions;
    for (int i = cluster * dimensions, j = at; i < to; i++, j++) {
      add(i, -coordinates[j]);
    }
  }

  /** The members of others, of as many clusters and dimensions, are members too. */
  void add(ClusterSums other) {
    for (int i = 0; i < high.length; i++) {
      add(i, other.high[i]);
      low[i] += other.low[i];
    }
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] += other.sizes[i];
    }
  }

  private void add(int i, double b) {
    double a = high[i];
    double sum = a + b;
    double rest = sum - a;
    low[i] += (a - (sum - rest)) + (b - rest);
    high[i] = sum;
  }

  /** Sets a cluster's center to the mean of its members, of which there must be one at least. */
  void mean(int cluster, double[] centers) {
    int to = (cluster + 1) * dimensions;
    for (int i = cluster * dimensions; i < to; i++) {
      centers[i] = mean(i, cluster);
    }
  }

  /** Whether there is no cluster without members, and each center is the mean of them. */
  boolean areOf(double[] centers) {
    for (int i = 0; i < centers.length; i++) {
      int cluster = i / dimensions;
      if (sizes[cluster] == 0 || mean(i, cluster) != centers[i]) {
        return false;
      }
    }
    return true;
  }

  /** Zero has no sign in the response. */
  private double mean(int i, int cluster) {
    return (high[i] + low[i]) / sizes[cluster] + 0.0;
  }
}
