package io.github.libhello.kmeans;

/**
 * How far centers have moved, by the pass since when: what decides which points need no new look.
 *
 * <p>A point that was assigned in some pass is as much nearer to its center than to any other as
 * its slack says. Its own center has come away from it by no more than that center moved since, and
 * no other has come nearer by more than the farthest moved of them: this bound of Hamerly's (2010),
 * with the distance between both places instead of the length of the way (Newling and Fleuret,
 * 2016), is the same for all points of a cluster and a pass, so it is kept by those. A point has
 * only a key to it.
 *
 * <p>Distances are rounded, and what was rounded is allowed for: a point whose slack is greater
 * than the bound would get the same center from computed distances, too.
 */
final class CenterMoves {

  private static final int MAX_PASSES = 128;

  /**
   * More than what can get lost where squares underflow. Differences below it are not told apart by
   * the bound, so that such points are looked at in every pass.
   */
  private static final double UNDERFLOW = 1e-150;

  private final int clusters;
  private final int dimensions;
  private final double allowance;
  private final double[][] places;
  private final double[] bounds;
  private final double[] moves;
  private final int group;
  private final double[] groupBounds;
  private int pass;
  private boolean known;

  CenterMoves(int points, int clusters, int dimensions, int group) {
    this.clusters = clusters;
    this.dimensions = dimensions;
    allowance = (dimensions + 8) * 4e-16;
    int passes = (int) passes(points, clusters);
    // Of a single pass nothing is asked.
    places = new double[passes][passes == 1 ? 0 : clusters * dimensions];
    bounds = new double[passes * clusters];
    moves = new double[clusters];
    this.group = group;
    groupBounds = new double[group == 0 ? 0 : passes * clusters];
  }

  /**
   * How many passes are told apart, after which all points are looked at again: so few that the
   * places of the centers take at most a quarter of the points' memory, if more than one.
   */
  static double passes(double points, double clusters) {
    return Math.clamp(points / (4 * clusters), 1, MAX_PASSES);
  }

  /** The centers of the first pass, in which each point is looked at. */
  void begin(double[] centers) {
    pass = 0;
    known = false;
    keep(centers);
  }

  /** The centers of the next pass. */
  void move(double[] centers) {
    pass++;
    known = pass < places.length;
    if (!known) {
      pass = 0;
    }
    for (int earlier = 0; earlier < pass; earlier++) {
      bound(earlier, centers);
    }
    keep(centers);
  }

  private void keep(double[] centers) {
    System.arraycopy(centers, 0, places[pass], 0, places[pass].length);
  }

  private void bound(int earlier, double[] centers) {
    double[] before = places[earlier];
    double most = 0;
    double second = 0;
    int farthest = -1;
    for (int cluster = 0, i = 0; cluster < clusters; cluster++) {
      double sum = 0;
      for (int to = i + dimensions; i < to; i++) {
        double difference = centers[i] - before[i];
        sum = Math.fma(difference, difference, sum);
      }
      double distance = Math.sqrt(sum);
      moves[cluster] = distance;
      if (distance > most) {
        second = most;
        most = distance;
        farthest = cluster;
      } else if (distance > second) {
        second = distance;
      }
    }
    for (int cluster = 0; cluster < clusters; cluster++) {
      double others = cluster == farthest ? second : most;
      bounds[key(earlier, cluster)] = (moves[cluster] + others) * (1 + 2 * allowance) + UNDERFLOW;
    }
    if (group > 0) {
      boundGroups(earlier);
    }
  }

  private void boundGroups(int earlier) {
    int at = key(earlier, 0);
    for (int from = 0; from < clusters; from += group, at++) {
      double most = 0;
      for (int cluster = from; cluster < Math.min(from + group, clusters); cluster++) {
        most = Math.max(most, moves[cluster]);
      }
      groupBounds[at] = most * (1 + 2 * allowance) + UNDERFLOW;
    }
  }

  /** Whether the keys of earlier passes are good for {@link #bounds}. */
  boolean known() {
    return known;
  }

  /** By key. A point whose slack is greater needs no new look in this pass. */
  double[] bounds() {
    return bounds;
  }

  /** The key of a point that was assigned to a cluster in this pass. */
  int key(int cluster) {
    return key(pass, cluster);
  }

  private int key(int pass, int cluster) {
    return pass * clusters + cluster;
  }

  /**
   * The slack of a point that was looked at in this pass.
   *
   * @param nearest the squared distance to its center
   * @param second the squared distance to the next of the others, infinite if there is none
   */
  double slack(double nearest, double second) {
    return atLeast(second) - atMost(nearest);
  }

  /** By the key of a pass and its first cluster, which is the first group's; then by group. */
  double[] groupBounds() {
    return groupBounds;
  }

  /** What the distance is at least, and at most, whose square was computed. */
  double atLeast(double square) {
    return Math.sqrt(square) * (1 - allowance);
  }

  double atMost(double square) {
    return Math.sqrt(square) * (1 + allowance);
  }
}
