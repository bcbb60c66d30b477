package io.github.libhello.kmeans;

/** Points that are looked at together. Each thread has its own. */
final class Batch {

  /** A multiple of those that are measured together. */
  private static final int MAX_POINTS = 256;

  /**
   * What was found for some points.
   *
   * @param centers the nearest of each
   * @param squares the squared distance to it
   * @param seconds what the squared distances to all other centers are at least
   */
  @SuppressWarnings("ArrayRecordComponent") // of this package alone, and not compared
  record Found(int[] centers, double[] squares, double[] seconds) {

    Found(int points) {
      this(new int[points], new double[points], new double[points]);
    }
  }

  /**
   * What is known of the batch's points while {@link GroupBounds} searches.
   *
   * @param squares the squared distance of each to the center that it had
   * @param distances what the distance is at most
   * @param passes where the bounds of the pass begin in which the point was last looked at
   * @param others what the distances to other centers of the nearest one's group are at least, as
   *     {@link GroupBounds} keeps it
   * @param selected those to look at
   */
  @SuppressWarnings("ArrayRecordComponent") // of this package alone, and not compared
  record Candidates(
      double[] squares, double[] distances, int[] passes, int[] others, int[] selected) {

    Candidates(int points) {
      this(
          new double[points],
          new double[points],
          new int[points],
          new int[points],
          new int[points]);
    }
  }

  /** The points, and beside them others, of former times or the first. */
  final int[] points = new int[MAX_POINTS];

  final Found found = new Found(MAX_POINTS);
  final Candidates candidates = new Candidates(MAX_POINTS);

  /** Points that are measured together, and their squared distances to all centers. */
  final int[] together = new int[NearestCenters.POINTS];

  final double[] squares;

  /** Their coordinates, where there are vectors. */
  final double[] rows;

  /** Their nearest centers of a group. */
  final Found inGroup = new Found(NearestCenters.POINTS);

  private int size;

  Batch(int clusters, int coordinates) {
    squares = new double[NearestCenters.POINTS * clusters];
    rows = new double[coordinates];
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
      size += Signs.atMost(slacks[point], bounds[keys[point]]);
      point++;
    }
    this.size = size;
    return point;
  }

  int size() {
    return size;
  }
}
