package io.github.libhello.kmeans;

/**
 * Searches the nearest and the second nearest center of each point of a batch, by all distances.
 *
 * <p>Four points and four centers at a time: sixteen independent sums for eight loads. The compiler
 * of an image makes no vectors of loops, nor does it move the check of an index out of one, so the
 * loads are what counts.
 */
final class NearestCenters {

  private static final int GROUP = 4;

  private final Points points;
  private final int clusters;
  private final int dimensions;

  /** By groups of four, coordinate by coordinate; infinite where a group is not full. */
  private final double[] groups;

  private double[] rows = {};

  NearestCenters(Points points, int clusters) {
    this.points = points;
    this.clusters = clusters;
    this.dimensions = points.dimensions();
    groups = new double[Batch.copies(dimensions) ? groups(clusters) * GROUP * dimensions : 0];
  }

  /** How many groups of four there are, the last of which may not be full. */
  static int groups(int clusters) {
    return (clusters + GROUP - 1) / GROUP;
  }

  /** The centers to search among, one row after the other, which do not change meanwhile. */
  void set(double[] rows) {
    this.rows = rows;
    for (int i = 0, at = 0; at < groups.length; i += GROUP) {
      for (int j = 0; j < dimensions; j++) {
        for (int cluster = i; cluster < i + GROUP; cluster++, at++) {
          groups[at] =
              cluster < clusters ? rows[cluster * dimensions + j] : Double.POSITIVE_INFINITY;
        }
      }
    }
  }

  /** Of centers that are equally near, the first is the nearest. */
  void search(Batch batch) {
    if (!Batch.copies(dimensions)) {
      for (int i = 0; i < batch.size(); i++) {
        measureRow(batch.point(i), batch);
        choose(0, i, batch);
      }
      return;
    }
    batch.copy(points.coordinates());
    // What is beside the last points, of former times or the origin, is searched for as well.
    for (int i = 0; i < batch.size(); i += GROUP) {
      measure(i, batch);
      for (int lane = 0; lane < GROUP; lane++) {
        choose(lane, i + lane, batch);
      }
    }
  }

  /** The squared distances of a point, where it is, to all centers. */
  private void measureRow(int point, Batch batch) {
    double[] coordinates = points.coordinates();
    int from = point * dimensions;
    for (int cluster = 0; cluster < clusters; cluster += GROUP) {
      // Four sums at once do not wait for each other. The last center stands in for those beyond.
      int c0 = cluster * dimensions;
      int c1 = Math.min(cluster + 1, clusters - 1) * dimensions;
      int c2 = Math.min(cluster + 2, clusters - 1) * dimensions;
      int c3 = Math.min(cluster + 3, clusters - 1) * dimensions;
      double s0 = 0;
      double s1 = 0;
      double s2 = 0;
      double s3 = 0;
      for (int j = 0; j < dimensions; j++) {
        double x = coordinates[from + j];
        double difference = x - rows[c0 + j];
        s0 = Math.fma(difference, difference, s0);
        difference = x - rows[c1 + j];
        s1 = Math.fma(difference, difference, s1);
        difference = x - rows[c2 + j];
        s2 = Math.fma(difference, difference, s2);
        difference = x - rows[c3 + j];
        s3 = Math.fma(difference, difference, s3);
      }
      int at = cluster * GROUP;
      batch.distances[at] = s0;
      batch.distances[at + GROUP] = s1;
      batch.distances[at + 2 * GROUP] = s2;
      batch.distances[at + 3 * GROUP] = s3;
    }
  }

  /** The squared distances of four points to all centers. */
  private void measure(int point, Batch batch) {
    double[] centers = this.groups;
    double[] points = batch.coordinates;
    double[] distances = batch.distances;
    int width = batch.width;
    int to = point + dimensions * width;
    int c = 0;
    for (int at = 0; c < centers.length; at += GROUP * GROUP) {
      double s00 = 0;
      double s01 = 0;
      double s02 = 0;
      double s03 = 0;
      double s10 = 0;
      double s11 = 0;
      double s12 = 0;
      double s13 = 0;
      double s20 = 0;
      double s21 = 0;
      double s22 = 0;
      double s23 = 0;
      double s30 = 0;
      double s31 = 0;
      double s32 = 0;
      double s33 = 0;
      for (int p = point; p < to; p += width, c += GROUP) {
        double x0 = points[p];
        double x1 = points[p + 1];
        double x2 = points[p + 2];
        double x3 = points[p + 3];
        double center = centers[c];
        double difference = x0 - center;
        s00 = Math.fma(difference, difference, s00);
        difference = x1 - center;
        s01 = Math.fma(difference, difference, s01);
        difference = x2 - center;
        s02 = Math.fma(difference, difference, s02);
        difference = x3 - center;
        s03 = Math.fma(difference, difference, s03);
        center = centers[c + 1];
        difference = x0 - center;
        s10 = Math.fma(difference, difference, s10);
        difference = x1 - center;
        s11 = Math.fma(difference, difference, s11);
        difference = x2 - center;
        s12 = Math.fma(difference, difference, s12);
        difference = x3 - center;
        s13 = Math.fma(difference, difference, s13);
        center = centers[c + 2];
        difference = x0 - center;
        s20 = Math.fma(difference, difference, s20);
        difference = x1 - center;
        s21 = Math.fma(difference, difference, s21);
        difference = x2 - center;
        s22 = Math.fma(difference, difference, s22);
        difference = x3 - center;
        s23 = Math.fma(difference, difference, s23);
        center = centers[c + 3];
        difference = x0 - center;
        s30 = Math.fma(difference, difference, s30);
        difference = x1 - center;
        s31 = Math.fma(difference, difference, s31);
        difference = x2 - center;
        s32 = Math.fma(difference, difference, s32);
        difference = x3 - center;
        s33 = Math.fma(difference, difference, s33);
      }
      distances[at] = s00;
      distances[at + 1] = s01;
      distances[at + 2] = s02;
      distances[at + 3] = s03;
      distances[at + 4] = s10;
      distances[at + 5] = s11;
      distances[at + 6] = s12;
      distances[at + 7] = s13;
      distances[at + 8] = s20;
      distances[at + 9] = s21;
      distances[at + 10] = s22;
      distances[at + 11] = s23;
      distances[at + 12] = s30;
      distances[at + 13] = s31;
      distances[at + 14] = s32;
      distances[at + 15] = s33;
    }
  }

  /** Which centers are the nearest to one of the four points. */
  private void choose(int lane, int point, Batch batch) {
    double[] distances = batch.distances;
    int nearest = 0;
    double least = Double.POSITIVE_INFINITY;
    double second = Double.POSITIVE_INFINITY;
    for (int cluster = 0, i = lane; cluster < clusters; cluster++, i += GROUP) {
      double distance = distances[i];
      if (distance < least) {
        second = least;
        least = distance;
        nearest = cluster;
      } else if (distance < second) {
        second = distance;
      }
    }
    batch.nearest[point] = nearest;
    batch.squares[point] = least;
    batch.secondSquares[point] = second;
  }
}
