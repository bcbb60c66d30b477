package io.github.libhello.kmeans;

import java.util.BitSet;

/**
 * New centers where some clusters have no points: one cluster after the other becomes the mean of
 * its points or, where there are none, takes a point away from another cluster, that which is
 * farthest from its center. A later mean is without that point; the clusters as such stay what they
 * are until the next pass. Hipparchus's {@code FARTHEST_POINT} does the same.
 */
final class EmptyClusters {

  private final Points points;
  private final int[] labels;
  private final ClusterSums sums;
  private final BitSet taken = new BitSet();

  EmptyClusters(Points points, int[] labels, int clusters, PointRange[] ranges) {
    this.points = points;
    this.labels = labels;
    sums = new ClusterSums(clusters, points.dimensions());
    for (PointRange range : ranges) {
      sums.add(range.sums());
    }
  }

  /**
   * Replaces all centers.
   *
   * @param centers those that the points were assigned to
   */
  void moveCenters(double[] centers) {
    double[] old = centers.clone();
    for (int cluster = 0; cluster * points.dimensions() < centers.length; cluster++) {
      if (sums.size(cluster) > 0) {
        sums.mean(cluster, centers);
      } else {
        take(farthest(old), cluster, centers);
      }
    }
  }

  private void take(int point, int cluster, double[] centers) {
    int dimensions = points.dimensions();
    double[] coordinates = points.coordinates();
    taken.set(point);
    sums.remove(labels[point], coordinates, point * dimensions);
    System.arraycopy(coordinates, point * dimensions, centers, cluster * dimensions, dimensions);
  }

  /** Of points equally far, the first of the first cluster. */
  private int farthest(double[] centers) {
    int farthest = -1;
    double most = -1;
    for (int point = 0; point < points.count(); point++) {
      double distance =
          Math.sqrt(
              Distances.square(
                  points.coordinates(), point, centers, labels[point], points.dimensions()));
      if ((distance > most || distance == most && labels[point] < labels[farthest])
          && !taken.get(point)) {
        most = distance;
        farthest = point;
      }
    }
    return farthest;
  }
}
