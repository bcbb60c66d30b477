package io.github.libhello.kmeans;

import org.jspecify.annotations.Nullable;

/**
 * Searches the nearest and the second nearest center of each point of a batch, by all distances:
 * where there are vectors, by {@link VectorSearch}.
 *
 * <p>Else four points and two centers at a time: eight independent sums for six loads. The compiler
 * of an image makes no vectors of loops, nor does it move the check of an index out of one, so the
 * loads are what counts; and of more sums it would keep some in memory, as there are sixteen
 * registers.
 */
final class NearestCenters implements CenterSearch {

  /** How many points are measured together. */
  static final int POINTS = 4;

  /** So many times the points outnumber what is copied of them and of the centers for vectors. */
  private static final int POINTS_PER_COPY = 16;

  private static final long INFINITE = Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);

  private final double[] points;
  private final int clusters;
  private final int dimensions;
  private final @Nullable VectorSearch vectors;
  private double[] centers = {};

  /**
   * Among the centers that {@link #set} gives.
   *
   * @param group how many centers are searched among in one go, of which the last may be fewer
   */
  NearestCenters(Points points, int clusters, int group) {
    this.points = points.coordinates();
    this.clusters = clusters;
    this.dimensions = points.dimensions();
    vectors =
        copies(clusters, group) <= (double) points.count() / POINTS_PER_COPY && haveVectors()
            ? new VectorSearch(points, clusters, group)
            : null;
  }

  /** Without the module no class that uses it can be loaded. */
  private static boolean haveVectors() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
        && VectorSearch.haveRegisters();
  }

  /** Of centers, and of the points that each thread measures together. */
  private static double copies(double clusters, double group) {
    return Math.ceil(clusters / group) * (group + VectorSearch.BESIDE)
        + POINTS * Passes.MAX_THREADS;
  }

  /** What copies of the centers, and of the points measured together, take at most. */
  static double bytes(double points, double dimensions, double clusters) {
    // Groups are so large that what is beside them does not double them.
    double copies = 2 * clusters + VectorSearch.BESIDE + POINTS * Passes.MAX_THREADS;
    return Double.BYTES * dimensions * Math.min(copies, points / POINTS_PER_COPY);
  }

  /** How many coordinates a batch has to have room for. */
  int coordinates() {
    return vectors == null ? 0 : POINTS * dimensions;
  }

  @Override
  public void set(double[] centers) {
    this.centers = centers;
    if (vectors != null) {
      vectors.set(centers);
    }
  }

  @Override
  public void search(Batch batch) {
    // What is beside the last points, of former times or the first, is searched for as well.
    for (int i = 0; i < batch.size(); i += POINTS) {
      search(batch, batch.points, i, 0, clusters, batch.found, i);
    }
  }

  /**
   * Searches among the centers of a group.
   *
   * @param numbers those of four points, from an index on
   * @param found where the results go to, from an index on
   */
  void search(Batch batch, int[] numbers, int i, int from, int to, Batch.Found found, int index) {
    if (vectors != null) {
      vectors.search(numbers, i, from, to, batch.rows, found, index);
      return;
    }
    measure(numbers, i, from, to, batch.squares);
    for (int lane = 0; lane < POINTS; lane++) {
      choose(batch.squares, lane * clusters, from, to, found, index + lane);
    }
  }

  /** The squared distances of four points to the centers of a group, those of a point in a row. */
  private void measure(int[] numbers, int i, int from, int to, double[] squares) {
    double[] points = this.points;
    double[] centers = this.centers;
    int dimensions = this.dimensions;
    int p0 = numbers[i] * dimensions;
    int p1 = numbers[i + 1] * dimensions;
    int p2 = numbers[i + 2] * dimensions;
    int p3 = numbers[i + 3] * dimensions;
    for (int cluster = from; cluster < to; cluster += 2) {
      int next = Math.min(cluster + 1, to - 1);
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

  /** The squared distances of some points, each to a center of its own. */
  void measure(int[] numbers, int[] of, int count, double[] squares) {
    double[] points = this.points;
    double[] centers = this.centers;
    int dimensions = this.dimensions;
    // What is beside the last points is measured as well.
    for (int i = 0; i < count; i += POINTS) {
      int p0 = numbers[i] * dimensions;
      int p1 = numbers[i + 1] * dimensions;
      int p2 = numbers[i + 2] * dimensions;
      int p3 = numbers[i + 3] * dimensions;
      int c0 = of[i] * dimensions;
      int c1 = of[i + 1] * dimensions;
      int c2 = of[i + 2] * dimensions;
      int c3 = of[i + 3] * dimensions;
      double s0 = 0;
      double s1 = 0;
      double s2 = 0;
      double s3 = 0;
      for (int j = 0; j < dimensions; j++) {
        double difference = points[p0 + j] - centers[c0 + j];
        s0 = Math.fma(difference, difference, s0);
        difference = points[p1 + j] - centers[c1 + j];
        s1 = Math.fma(difference, difference, s1);
        difference = points[p2 + j] - centers[c2 + j];
        s2 = Math.fma(difference, difference, s2);
        difference = points[p3 + j] - centers[c3 + j];
        s3 = Math.fma(difference, difference, s3);
      }
      squares[i] = s0;
      squares[i + 1] = s1;
      squares[i + 2] = s2;
      squares[i + 3] = s3;
    }
  }

  /**
   * Which centers of a group are the nearest to a point.
   *
   * <p>Squares are compared as the integers of their bits, which have the same order, without a
   * branch: there is no guessing which center is the nearest. The difference of two that are not
   * negative has the sign of their order.
   *
   * @param row where the point's squared distances begin
   * @param found where the result goes to, at an index
   */
  private static void choose(
      double[] squares, int row, int from, int to, Batch.Found found, int index) {
    int nearest = from;
    long least = INFINITE;
    long second = INFINITE;
    for (int cluster = from; cluster < to; cluster++) {
      long square = Double.doubleToRawLongBits(squares[row + cluster]);
      nearest += (cluster - nearest) & (int) ((square - least) >> 63);
      second = Math.min(second, Math.max(least, square));
      least = Math.min(least, square);
    }
    found.centers()[index] = nearest;
    found.squares()[index] = Double.longBitsToDouble(least);
    found.seconds()[index] = Double.longBitsToDouble(second);
  }
}
