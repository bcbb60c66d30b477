package io.github.libhello.kmeans;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Squared distances by vectors of four centers, to the last bit those that {@link NearestCenters}
 * measures one by one: a lane has the same sums in the same order.
 *
 * <p>The module of vectors is one that nobody has unless asked for; without it nothing here can be
 * used. A JVM that is asked for it prints a warning at each start and has to compile the module's
 * classes first; an image does neither.
 *
 * <p>The compiler of an image makes registers of vectors only where none of those that belong
 * together meets a method call that it cannot see through, so methods are called on vectors just
 * made, never on a variable of a loop. Else all are objects, and nothing says so.
 */
final class VectorDistances {

  private static final VectorSpecies<Double> FOUR = DoubleVector.SPECIES_256;

  /** Centers that are measured together: two vectors. */
  private static final int BLOCK = 8;

  /**
   * What is measured beside the last ones at most. A constant, which is there without the module.
   */
  static final int BESIDE = BLOCK - 1;

  private final double[] points;
  private final int clusters;
  private final int dimensions;
  private final int group;
  private final int blocks;

  /** Coordinate by coordinate for each block of centers, with infinite ones in the last place. */
  private final double[] centers;

  /**
   * Reserves the memory.
   *
   * @param group how many centers are measured in one go, of which the last group may have fewer
   */
  VectorDistances(Points points, int clusters, int group) {
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
   * Measures four points' distances to the centers of a group.
   *
   * @param from the group's first center
   * @param squares by the point and the center, with room for {@link #BESIDE} more beside the last
   * @param row how many of them belong to a point
   */
  void measure(int[] numbers, int i, int from, int to, double[] squares, int row) {
    double[] points = this.points;
    double[] centers = this.centers;
    int dimensions = this.dimensions;
    int p0 = numbers[i] * dimensions;
    int p1 = numbers[i + 1] * dimensions;
    int p2 = numbers[i + 2] * dimensions;
    int p3 = numbers[i + 3] * dimensions;
    int at = from / group * blocks * BLOCK * dimensions;
    DoubleVector zero = DoubleVector.zero(FOUR);
    for (int cluster = from; cluster < to; cluster += BLOCK) {
      DoubleVector s00 = zero;
      DoubleVector s01 = zero;
      DoubleVector s10 = zero;
      DoubleVector s11 = zero;
      DoubleVector s20 = zero;
      DoubleVector s21 = zero;
      DoubleVector s30 = zero;
      DoubleVector s31 = zero;
      for (int j = 0; j < dimensions; j++, at += BLOCK) {
        DoubleVector centers0 = DoubleVector.fromArray(FOUR, centers, at);
        DoubleVector centers1 = DoubleVector.fromArray(FOUR, centers, at + 4);
        DoubleVector x = DoubleVector.broadcast(FOUR, points[p0 + j]);
        DoubleVector difference = x.sub(centers0);
        s00 = difference.fma(difference, s00);
        difference = x.sub(centers1);
        s01 = difference.fma(difference, s01);
        x = DoubleVector.broadcast(FOUR, points[p1 + j]);
        difference = x.sub(centers0);
        s10 = difference.fma(difference, s10);
        difference = x.sub(centers1);
        s11 = difference.fma(difference, s11);
        x = DoubleVector.broadcast(FOUR, points[p2 + j]);
        difference = x.sub(centers0);
        s20 = difference.fma(difference, s20);
        difference = x.sub(centers1);
        s21 = difference.fma(difference, s21);
        x = DoubleVector.broadcast(FOUR, points[p3 + j]);
        difference = x.sub(centers0);
        s30 = difference.fma(difference, s30);
        difference = x.sub(centers1);
        s31 = difference.fma(difference, s31);
      }
      int to0 = cluster;
      zero.add(s00).intoArray(squares, to0);
      zero.add(s01).intoArray(squares, to0 + 4);
      int to1 = to0 + row;
      zero.add(s10).intoArray(squares, to1);
      zero.add(s11).intoArray(squares, to1 + 4);
      int to2 = to1 + row;
      zero.add(s20).intoArray(squares, to2);
      zero.add(s21).intoArray(squares, to2 + 4);
      int to3 = to2 + row;
      zero.add(s30).intoArray(squares, to3);
      zero.add(s31).intoArray(squares, to3 + 4);
    }
  }
}
