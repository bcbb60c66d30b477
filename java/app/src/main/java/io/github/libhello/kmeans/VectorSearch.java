package io.github.libhello.kmeans;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * What {@link NearestCenters} finds, to the last bit, by vectors of four points: a lane has the
 * same sums in the same order, and the same comparisons.
 *
 * <p>The module of vectors is one that nobody has unless asked for; without it nothing here can be
 * used. A JVM that is asked for it prints a warning at each start and has to compile the module's
 * classes first; an image does neither.
 *
 * <p>The compiler of an image makes registers of vectors only where none of those that belong
 * together meets a method call that it cannot see through, so methods are called on vectors just
 * made, never on a variable of a loop. Else all are objects, and nothing says so.
 */
final class VectorSearch {

  private static final VectorSpecies<Double> FOUR = DoubleVector.SPECIES_256;

  /** Centers that are measured together, by a vector of sums for each. */
  private static final int BLOCK = 8;

  /** Centers beside the last ones at most. A constant, which is there without the module. */
  static final int BESIDE = BLOCK - 1;

  private final double[] points;
  private final int clusters;
  private final int dimensions;
  private final int group;
  private final int blocks;

  /**
   * Coordinate by coordinate for each block of centers. Those beside the last are infinitely far,
   * so they are nearest to no point.
   */
  private final double[] centers;

  /**
   * Reserves the memory.
   *
   * @param group how many centers are searched among in one go, of which the last may be fewer
   */
  VectorSearch(Points points, int clusters, int group) {
    this.points = points.coordinates();
    this.clusters = clusters;
    this.dimensions = points.dimensions();
    this.group = group;
    blocks = (group + BLOCK - 1) / BLOCK;
    int groups = (clusters + group - 1) / group;
    centers = new double[groups * blocks * BLOCK * dimensions];
    Arrays.fill(centers, Double.POSITIVE_INFINITY);
  }

  /** Whether the processor has registers of four doubles, and the compiler knows them. */
  static boolean haveRegisters() {
    return DoubleVector.SPECIES_PREFERRED.length() >= FOUR.length();
  }

  void set(double[] rows) {
    for (int cluster = 0, i = 0; cluster < clusters; cluster++) {
      int inGroup = cluster % group;
      int block = cluster / group * blocks + inGroup / BLOCK;
      int to = block * BLOCK * dimensions + inGroup % BLOCK;
      for (int j = 0; j < dimensions; j++, i++, to += BLOCK) {
        centers[to] = rows[i];
      }
    }
  }

  /**
   * Searches among the centers of a group.
   *
   * @param numbers those of four points, from an index on
   * @param from the group's first center
   * @param rows room for the coordinates of the points
   * @param found where the results go to, from an index on
   */
  void search(int[] numbers, int i, int from, int to, double[] rows, Batch.Found found, int index) {
    transpose(numbers, i, rows);
    double[] centers = this.centers;
    int length = FOUR.length() * dimensions;
    int at = from / group * blocks * BLOCK * dimensions;
    DoubleVector zero = DoubleVector.zero(FOUR);
    DoubleVector nearest = DoubleVector.broadcast(FOUR, from);
    DoubleVector least = DoubleVector.broadcast(FOUR, Double.POSITIVE_INFINITY);
    DoubleVector second = DoubleVector.broadcast(FOUR, Double.POSITIVE_INFINITY);
    for (int cluster = from; cluster < to; cluster += BLOCK) {
      DoubleVector s0 = zero;
      DoubleVector s1 = zero;
      DoubleVector s2 = zero;
      DoubleVector s3 = zero;
      DoubleVector s4 = zero;
      DoubleVector s5 = zero;
      DoubleVector s6 = zero;
      DoubleVector s7 = zero;
      for (int j = 0; j < length; j += 4, at += BLOCK) {
        DoubleVector x = DoubleVector.fromArray(FOUR, rows, j);
        DoubleVector difference = x.sub(DoubleVector.broadcast(FOUR, centers[at]));
        s0 = difference.fma(difference, s0);
        difference = x.sub(DoubleVector.broadcast(FOUR, centers[at + 1]));
        s1 = difference.fma(difference, s1);
        difference = x.sub(DoubleVector.broadcast(FOUR, centers[at + 2]));
        s2 = difference.fma(difference, s2);
        difference = x.sub(DoubleVector.broadcast(FOUR, centers[at + 3]));
        s3 = difference.fma(difference, s3);
        difference = x.sub(DoubleVector.broadcast(FOUR, centers[at + 4]));
        s4 = difference.fma(difference, s4);
        difference = x.sub(DoubleVector.broadcast(FOUR, centers[at + 5]));
        s5 = difference.fma(difference, s5);
        difference = x.sub(DoubleVector.broadcast(FOUR, centers[at + 6]));
        s6 = difference.fma(difference, s6);
        difference = x.sub(DoubleVector.broadcast(FOUR, centers[at + 7]));
        s7 = difference.fma(difference, s7);
      }
      DoubleVector square = zero.add(s0);
      VectorMask<Double> farther = square.compare(VectorOperators.GE, least);
      DoubleVector larger = square.blend(least, square.compare(VectorOperators.LT, least));
      nearest = DoubleVector.broadcast(FOUR, cluster).blend(nearest, farther);
      least = square.blend(least, farther);
      second = larger.blend(second, larger.compare(VectorOperators.GE, second));
      square = zero.add(s1);
      farther = square.compare(VectorOperators.GE, least);
      larger = square.blend(least, square.compare(VectorOperators.LT, least));
      nearest = DoubleVector.broadcast(FOUR, cluster + 1).blend(nearest, farther);
      least = square.blend(least, farther);
      second = larger.blend(second, larger.compare(VectorOperators.GE, second));
      square = zero.add(s2);
      farther = square.compare(VectorOperators.GE, least);
      larger = square.blend(least, square.compare(VectorOperators.LT, least));
      nearest = DoubleVector.broadcast(FOUR, cluster + 2).blend(nearest, farther);
      least = square.blend(least, farther);
      second = larger.blend(second, larger.compare(VectorOperators.GE, second));
      square = zero.add(s3);
      farther = square.compare(VectorOperators.GE, least);
      larger = square.blend(least, square.compare(VectorOperators.LT, least));
      nearest = DoubleVector.broadcast(FOUR, cluster + 3).blend(nearest, farther);
      least = square.blend(least, farther);
      second = larger.blend(second, larger.compare(VectorOperators.GE, second));
      square = zero.add(s4);
      farther = square.compare(VectorOperators.GE, least);
      larger = square.blend(least, square.compare(VectorOperators.LT, least));
      nearest = DoubleVector.broadcast(FOUR, cluster + 4).blend(nearest, farther);
      least = square.blend(least, farther);
      second = larger.blend(second, larger.compare(VectorOperators.GE, second));
      square = zero.add(s5);
      farther = square.compare(VectorOperators.GE, least);
      larger = square.blend(least, square.compare(VectorOperators.LT, least));
      nearest = DoubleVector.broadcast(FOUR, cluster + 5).blend(nearest, farther);
      least = square.blend(least, farther);
      second = larger.blend(second, larger.compare(VectorOperators.GE, second));
      square = zero.add(s6);
      farther = square.compare(VectorOperators.GE, least);
      larger = square.blend(least, square.compare(VectorOperators.LT, least));
      nearest = DoubleVector.broadcast(FOUR, cluster + 6).blend(nearest, farther);
      least = square.blend(least, farther);
      second = larger.blend(second, larger.compare(VectorOperators.GE, second));
      square = zero.add(s7);
      farther = square.compare(VectorOperators.GE, least);
      larger = square.blend(least, square.compare(VectorOperators.LT, least));
      nearest = DoubleVector.broadcast(FOUR, cluster + 7).blend(nearest, farther);
      least = square.blend(least, farther);
      second = larger.blend(second, larger.compare(VectorOperators.GE, second));
    }
    double[] seconds = found.seconds();
    int[] centersFound = found.centers();
    // By way of an array: a conversion to integers would be an object.
    zero.add(nearest).intoArray(seconds, index);
    for (int lane = index; lane < index + NearestCenters.POINTS; lane++) {
      centersFound[lane] = (int) seconds[lane];
    }
    zero.add(second).intoArray(seconds, index);
    zero.add(least).intoArray(found.squares(), index);
  }

  private void transpose(int[] numbers, int i, double[] rows) {
    double[] points = this.points;
    int p0 = numbers[i] * dimensions;
    int p1 = numbers[i + 1] * dimensions;
    int p2 = numbers[i + 2] * dimensions;
    int p3 = numbers[i + 3] * dimensions;
    for (int j = 0, to = 0; j < dimensions; j++, to += 4) {
      rows[to] = points[p0 + j];
      rows[to + 1] = points[p1 + j];
      rows[to + 2] = points[p2 + j];
      rows[to + 3] = points[p3 + j];
    }
  }
}
