package io.github.libhello.kmeans;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The module is there, as the tests' JVM is asked for it. */
class VectorDistancesTest {

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "2, 5, 5",
    "3, 8, 8",
    "7, 9, 9",
    "50, 20, 20",
    "10, 100, 10",
    "4, 37, 16",
    "1, 33, 6"
  })
  void areThoseMeasuredOneByOne(int dimensions, int clusters, int group) {
    Random random = new Random(clusters);
    double[] coordinates = doubles(NearestCenters.POINTS * dimensions, random);
    double[] centers = doubles(clusters * dimensions, random);
    Points points = new Points(coordinates, NearestCenters.POINTS, dimensions);
    VectorDistances vectors = new VectorDistances(points, clusters, group);
    vectors.set(centers);
    int row = NearestCenters.row(clusters);
    double[] squares = new double[NearestCenters.POINTS * row];
    int[] numbers = IntStream.range(0, NearestCenters.POINTS).toArray();
    for (int from = 0; from < clusters; from += group) {
      int to = Math.min(from + group, clusters);
      vectors.measure(numbers, 0, from, to, squares, row);
      for (int point : numbers) {
        for (int cluster = from; cluster < to; cluster++) {
          double expected = Distances.square(coordinates, point, centers, cluster, dimensions);
          String name = "point " + point + ", center " + cluster;
          assertEquals(expected, squares[point * row + cluster], 0, name);
        }
      }
    }
  }

  private static double[] doubles(int length, Random random) {
    return random.doubles(length, -1e9, 1e9).toArray();
  }
}
