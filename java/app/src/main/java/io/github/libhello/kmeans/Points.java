package io.github.libhello.kmeans;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Points in one array, one after the other: an object for each would take more memory than its
 * coordinates do, and a look into memory for each distance.
 *
 * @param coordinates shared and not written to; may be longer than the points
 * @param count how many points there are, at least 1
 * @param dimensions how many coordinates each of them has, at least 1
 */
record Points(double[] coordinates, int count, int dimensions) {

  /** The most coordinates that an array of any JVM holds. */
  static final int MAX_COORDINATES = Integer.MAX_VALUE - 8;

  /** A copy of one point. */
  double[] row(int point) {
    return Arrays.copyOfRange(coordinates, point * dimensions, (point + 1) * dimensions);
  }

  /** How many points differ from each other, as far as it matters: counting ends at enough. */
  int distinct(int enough) {
    Set<Row> seen = new HashSet<>();
    for (int point = 0; point < count && seen.size() < enough; point++) {
      seen.add(new Row(coordinates, point * dimensions, (point + 1) * dimensions));
    }
    return seen.size();
  }

  /** A point as an element of a set. */
  private record Row(double[] coordinates, int from, int to) {

    @Override
    public int hashCode() {
      int hash = 1;
      for (int i = from; i < to; i++) {
        hash = 31 * hash + Double.hashCode(coordinates[i]);
      }
      return hash;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Row row
          && Arrays.equals(coordinates, from, to, row.coordinates, row.from, row.to);
    }
  }
}
