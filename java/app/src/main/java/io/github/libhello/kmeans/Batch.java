package io.github.libhello.kmeans;

/** Points that are looked at together. Each thread has its own. */
final class Batch {

  /** A multiple of those that are measured together. */
  private static final int MAX_POINTS = 64;

  /**
   * Of each point the nearest center, and the squared distances to that and to the second nearest.
   */
  final int[] nearest;

  final double[] squares;
  final double[] secondSquares;

  /** Squared, of the points that are measured together to all centers. */
  final double[] distances;

  private final int[] points = new int[MAX_POINTS];
  private int size;

  Batch(int clusters) {
    nearest = new int[MAX_POINTS];
    squares = new double[MAX_POINTS];
    secondSquares = new double[MAX_POINTS];
    distances = new double[NearestCenters.POINTS * clusters];
  }

  /**
   * Takes the next points.
   *
   * @return where those begin that found no room
   */
  int gather(int from, int to) {
    size = Math.min(MAX_POINTS, to - from);
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
    int size = 0;
    int point = from;
    while (point < to && size < MAX_POINTS) {
      points[size] = point;
      size += slacks[point] <= bounds[keys[point]] ? 1 : 0;
      point++;
    }
    this.size = size;
    return point;
  }

  int size() {
    return size;
  }

  int point(int i) {
    return points[i];
  }
}
