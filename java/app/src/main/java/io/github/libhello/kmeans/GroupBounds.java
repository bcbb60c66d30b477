package io.github.libhello.kmeans;

import java.util.Arrays;

/**
 * Searches among groups of centers, most of which are too far from a point for their distances to
 * matter: for each point and group it is known what the point's distance to any of the group's
 * centers, but for its own, is at least (Ding and others, 2015: Yinyang k-means). Such a bound
 * shrinks by as much as the farthest moved center of the group moved since the point was last
 * looked at.
 *
 * <p>A group is of consecutive centers: to have similar ones in it saves no more distances.
 */
final class GroupBounds implements CenterSearch {

  /** Fewer are sooner measured than thought about. */
  private static final int MIN_CLUSTERS = 32;

  private static final int MIN_CENTERS = 8;

  private static final int NONE = -1;

  private final NearestCenters nearest;
  private final CenterMoves moves;
  private final int clusters;
  private final int size;
  private final int groups;
  private final int[] labels;
  private final int[] keys;

  /**
   * Point by point, the upper half of a double each: as short as a float, and to be had without a
   * conversion, which in an image waits for the one before.
   */
  private final int[] bounds;

  /**
   * Reserves the memory.
   *
   * @param size how many centers a group has
   * @param labels the cluster of each point, and the keys that go with it
   */
  GroupBounds(
      NearestCenters nearest, CenterMoves moves, int clusters, int size, int[] labels, int[] keys) {
    this.nearest = nearest;
    this.moves = moves;
    this.clusters = clusters;
    this.size = size;
    this.labels = labels;
    this.keys = keys;
    groups = groups(clusters, size);
    bounds = new int[labels.length * groups];
  }

  /**
   * How many centers a group best has, or 0 where there should be none. The bounds take no more
   * memory than the points do.
   */
  static int size(double points, double dimensions, double clusters) {
    double groups = Math.min(Math.floor(clusters / MIN_CENTERS), 2 * dimensions);
    if (clusters < MIN_CLUSTERS || points * groups > Points.MAX_COORDINATES) {
      return 0;
    }
    // An even number, as two are measured at a time.
    return 2 * (int) Math.ceil(clusters / groups / 2);
  }

  /** What the bounds take, without those by pass. */
  static double bytes(double points, double dimensions, double clusters) {
    int size = size(points, dimensions, clusters);
    return size == 0 ? 0 : Integer.BYTES * points * groups((int) clusters, size);
  }

  private static int groups(int clusters, int size) {
    return (clusters + size - 1) / size;
  }

  @Override
  public void set(double[] centers) {
    nearest.set(centers);
  }

  @Override
  public void search(Batch batch) {
    begin(batch);
    for (int group = 0; group < groups; group++) {
      look(group, select(group, batch), batch);
    }
    end(batch);
  }

  /** So far the nearest center of each point is the one that it has, if any. */
  private void begin(Batch batch) {
    int[] found = batch.found.centers();
    Batch.Candidates candidates = batch.candidates;
    if (moves.known()) {
      for (int i = 0; i < batch.size(); i++) {
        int point = batch.points[i];
        found[i] = labels[point];
        candidates.passes()[i] = keys[point] - labels[point];
      }
      nearest.measure(batch.points, found, batch.size(), candidates.squares());
    } else {
      Arrays.fill(found, 0, batch.size(), NONE);
      Arrays.fill(candidates.passes(), 0);
      Arrays.fill(candidates.squares(), Double.POSITIVE_INFINITY);
    }
    for (int i = 0; i < batch.size(); i++) {
      double square = candidates.squares()[i];
      batch.found.squares()[i] = square;
      candidates.distances()[i] = moves.atMost(square);
      candidates.others()[i] = NONE;
    }
  }

  /**
   * Selects the points to which some center of a group can be nearer than their own, and returns
   * how many they are.
   */
  private int select(int group, Batch batch) {
    double[] moved = moves.groupBounds();
    int[] points = batch.points;
    int[] selected = batch.candidates.selected();
    int[] passes = batch.candidates.passes();
    double[] distances = batch.candidates.distances();
    int[] bounds = this.bounds;
    int groups = this.groups;
    int size = batch.size();
    int count = 0;
    for (int i = 0; i < size; i++) {
      int at = points[i] * groups + group;
      double bound = bound(bounds[at]) - moved[passes[i] + group];
      bounds[at] = below(bound);
      selected[count] = i;
      count += Signs.atMost(bound, distances[i]);
    }
    return count;
  }

  /** Measures the selected points' distances to the centers of a group. */
  private void look(int group, int count, Batch batch) {
    int from = group * size;
    int to = Math.min(from + size, clusters);
    int[] selected = batch.candidates.selected();
    int[] together = batch.together;
    for (int i = 0; i < count; i += together.length) {
      for (int lane = 0; lane < together.length; lane++) {
        together[lane] = batch.points[selected[Math.min(i + lane, count - 1)]];
      }
      nearest.search(batch, together, 0, from, to, batch.inGroup, 0);
      for (int lane = 0; lane < together.length && i + lane < count; lane++) {
        take(selected[i + lane], group, batch, lane);
      }
    }
  }

  /** Compares what was found in a group, for the point in a lane, with what was found before. */
  private void take(int i, int group, Batch batch, int lane) {
    Batch.Found found = batch.found;
    int center = batch.inGroup.centers()[lane];
    double square = batch.inGroup.squares()[lane];
    bounds[batch.points[i] * groups + group] = below(moves.atLeast(square));
    if (square < found.squares()[i]
        || square == found.squares()[i] && center <= found.centers()[i]) {
      found.squares()[i] = square;
      found.centers()[i] = center;
      batch.candidates.others()[i] = below(moves.atLeast(batch.inGroup.seconds()[lane]));
    }
  }

  private void end(Batch batch) {
    for (int i = 0; i < batch.size(); i++) {
      int point = batch.points[i];
      int first = point * groups;
      int center = batch.found.centers()[i];
      int others = batch.candidates.others()[i];
      if (others != NONE) {
        bounds[first + center / size] = others;
      }
      if (moves.known() && labels[point] != center) {
        // A center among others of its group, which may not have been looked at.
        int at = first + labels[point] / size;
        bounds[at] = Math.min(bounds[at], below(moves.atLeast(batch.candidates.squares()[i])));
      }
      batch.found.seconds()[i] = leastSquare(first);
    }
  }

  /** The least of a point's bounds, squared; halves of doubles that are not negative compare. */
  private double leastSquare(int first) {
    int least = Integer.MAX_VALUE;
    for (int at = first; at < first + groups; at++) {
      least = Math.min(least, bounds[at]);
    }
    double bound = bound(least);
    return bound * bound;
  }

  private static double bound(int half) {
    return Double.longBitsToDouble((long) half << 32);
  }

  /** Less than the bound by what a rounding can have added to it at least, but not below zero. */
  private static int below(double bound) {
    return Math.max((int) (Double.doubleToRawLongBits(bound) >> 32) - 1, 0);
  }
}
