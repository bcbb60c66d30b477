package io.github.libhello.kmeans;

/**
 * Searches the nearest and the second nearest center of each point of a batch, by all distances.
 *
 * <p>Four points and two centers at a time: eight independent sums for six loads. The compiler of
 * an image makes no vectors of loops, nor does it move the check of an index out of one, so the
 * loads are what counts; and of more sums it would keep some in memory, as there are sixteen
 * registers.
 */
final class NearestCenters {

  /** How many points are measured together. */
  static final int POINTS = 4;

  private static final long INFINITE = Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);

  private final double[] points;
  private final int clusters;
  private final int dimensions;
  private double[] centers = {};

  NearestCenters(Points points, int clusters) {
    this.points = points.coordinates();
    this.clusters = clusters;
    this.dimensions = points.dimensions();
  }

  /** The centers to search among, one row after the other, which do not change meanwhile. */
  void set(double[] centers) {
    this.centers = centers;
  }

  /** Of centers that are equally near, the first is the nearest. */
  void search(Batch batch) {
    // What is beside the last points, of former times or the first, is searched for as well.
    for (int i = 0; i < batch.size(); i += POINTS) {
      measure(i, batch);
      for (int point = 0; point < POINTS; point++) {
        choose(point * clusters, i + point, batch);
      }
    }
  }

  /** The squared distances of four points to a center and the next, if there is one. */
  private void measure(int i, Batch batch) {
    double[] points = this.points;
    double[] centers = this.centers;
    int dimensions = this.dimensions;
    int p0 = batch.point(i) * dimensions;
    int p1 = batch.point(i + 1) * dimensions;
    int p2 = batch.point(i + 2) * dimensions;
    int p3 = batch.point(i + 3) * dimensions;
    double[] squares = batch.distances;
    for (int cluster = 0; cluster < clusters; cluster += 2) {
      int next = Math.min(cluster + 1, clusters - 1);
      int c0 = cluster * dimensions;
      int c1 = next * dimensions;
      double s00 = 0;
      double s01 = 0;
      double s10 = 0;
      double s11 = 0;
      double s20 = 0;
      double s21 = 0;
      double s30 = 0;
      double s31 = 0;
      for (int j = 0; j < dimensions; j++) {
        double center0 = centers[c0 + j];
        double center1 = centers[c1 + j];
        double x = points[p0 + j];
        double difference = x - center0;
        s00 = Math.fma(difference, difference, s00);
        difference = x - center1;
        s01 = Math.fma(difference, difference, s01);
        x = points[p1 + j];
        difference = x - center0;
        s10 = Math.fma(difference, difference, s10);
        difference = x - center1;
        s11 = Math.fma(difference, difference, s11);
        x = points[p2 + j];
        difference = x - center0;
        s20 = Math.fma(difference, difference, s20);
        difference = x - center1;
        s21 = Math.fma(difference, difference, s21);
        x = points[p3 + j];
        difference = x - center0;
        s30 = Math.fma(difference, difference, s30);
        difference = x - center1;
        s31 = Math.fma(difference, difference, s31);
      }
      squares[cluster] = s00;
      squares[next] = s01;
      int at = clusters;
      squares[at + cluster] = s10;
      squares[at + next] = s11;
      at += clusters;
      squares[at + cluster] = s20;
      squares[at + next] = s21;
      at += clusters;
      squares[at + cluster] = s30;
      squares[at + next] = s31;
    }
  }

  /**
   * Which centers are the nearest to one of the four points.
   *
   * <p>Squares are compared as the integers of their bits, which have the same order, without a
   * branch: there is no guessing which center is the nearest. The difference of two that are not
   * negative has the sign of their order.
   */
  private void choose(int from, int point, Batch batch) {
    double[] squares = batch.distances;
    int nearest = 0;
    long least = INFINITE;
    long second = INFINITE;
    for (int cluster = 0; cluster < clusters; cluster++) {
      long square = Double.doubleToRawLongBits(squares[from + cluster]);
      nearest += (cluster - nearest) & (int) ((square - least) >> 63);
      second = Math.min(second, Math.max(least, square));
      least = Math.min(least, square);
    }
    batch.nearest[point] = nearest;
    batch.squares[point] = Double.longBitsToDouble(least);
    batch.secondSquares[point] = Double.longBitsToDouble(second);
  }
}
