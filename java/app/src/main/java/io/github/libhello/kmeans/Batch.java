package io.github.libhello.kmeans;

/**
 * Points that are looked at together, with their coordinates transposed: so few that they stay in
 * the processor's first-level cache. Each thread has its own.
 */
final class Batch {

  private static final int MAX_POINTS = 64;
  private static final int MIN_POINTS = 8;
  private static final int COORDINATES = 2048;

  /** Points of more dimensions are not copied: a few of them would fill the cache. */
  private static final int MAX_DIMENSIONS = COORDINATES / 4;

  /** How many points there is room for, a multiple of 8. */
  final int width;

  /** Point i's coordinate j at j * width + i; empty where the points are not copied. */
  final double[] coordinates;

  /**
   * Of each point the nearest center, and the squared distances to that and to the second nearest.
   */
  final int[] nearest;

  final double[] squares;
  final double[] secondSquares;

  /** Of four points to all centers, four by four. */
  final double[] distances;

  private final int dimensions;
  private final int[] points;
  private int size;

  Batch(int clusters, int dimensions) {
    this.dimensions = dimensions;
    width = Math.clamp((COORDINATES / dimensions) & -MIN_POINTS, MIN_POINTS, MAX_POINTS);
    coordinates = new double[copies(dimensions) ? width * dimensions : 0];
    points = new int[width];
    nearest = new int[width];
    squares = new double[width];
    secondSquares = new double[width];
    distances = new double[NearestCenters.groups(clusters) * 16];
  }

  /** Whether points of so many dimensions are copied, so that several are looked at together. */
  static boolean copies(double dimensions) {
    return dimensions <= MAX_DIMENSIONS;
  }

  /**
   * Takes the next points.
   *
   * @return where those begin that found no room
   */
  int gather(int from, int to) {
    size = Math.min(width, to - from);
    for (int i = 0; i < size; i++) {
      points[i] = from + i;
    }
    return from + size;
  }

  /**
   * Takes the next of those points whose slack does not exceed the bound of their key.
   *
   * @return where those begin that found no room
   */
  int gather(int from, int to, double[] slacks, int[] keys, double[] bounds) {
    int[] points = this.points;
    int width = this.width;
    int size = 0;
    int point = from;
    while (point < to && size < width) {
      points[size] = point;
      size += slacks[point] <= bounds[keys[point]] ? 1 : 0;
      point++;
    }
    this.size = size;
    return point;
  }

  /** Copies the coordinates of the points that were gathered. */
  void copy(double[] from) {
    double[] coordinates = this.coordinates;
    int width = this.width;
    for (int i = 0; i < size; i++) {
      int at = points[i] * dimensions;
      for (int j = 0, to = i; j < dimensions; j++, to += width) {
        coordinates[to] = from[at + j];
      }
    }
  }

  int size() {
    return size;
  }

  int point(int i) {
    return points[i];
  }
}
