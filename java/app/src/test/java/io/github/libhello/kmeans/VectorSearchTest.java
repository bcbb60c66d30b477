package io.github.libhello.kmeans;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The module is there, as the tests' JVM is asked for it. */
class VectorSearchTest {

  private static final int POINTS = NearestCenters.POINTS;

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
  void findsWhatIsFoundOneByOne(int dimensions, int clusters, int group) {
    check(dimensions, clusters, group, new Random(1).doubles(-1e9, 1e9).iterator()::next);
  }

  @ParameterizedTest
  @CsvSource({"1, 20, 20", "2, 37, 16", "3, 8, 8"})
  void findsTheFirstOfThoseEquallyNear(int dimensions, int clusters, int group) {
    Random random = new Random(2);
    check(dimensions, clusters, group, () -> random.nextInt(3));
  }

  private static void check(int dimensions, int clusters, int group, Coordinates next) {
    double[] points = next.take(POINTS * dimensions);
    double[] centers = next.take(clusters * dimensions);
    VectorSearch search = new VectorSearch(new Points(points, POINTS, dimensions), clusters, group);
    search.set(centers);
    int[] numbers = IntStream.range(0, POINTS).toArray();
    double[] rows = new double[POINTS * dimensions];
    Batch.Found found = new Batch.Found(POINTS);
    for (int from = 0; from < clusters; from += group) {
      int to = Math.min(from + group, clusters);
      search.search(numbers, 0, from, to, rows, found, 0);
      for (int point : numbers) {
        checkPoint(points, point, centers, from, to, dimensions, found);
      }
    }
  }

  private static void checkPoint(
      double[] points,
      int point,
      double[] centers,
      int from,
      int to,
      int dimensions,
      Batch.Found found) {
    int nearest = from;
    double least = Double.POSITIVE_INFINITY;
    double second = Double.POSITIVE_INFINITY;
    for (int cluster = from; cluster < to; cluster++) {
      double square = Distances.square(points, point, centers, cluster, dimensions);
      if (square < least) {
        second = least;
        least = square;
        nearest = cluster;
      } else if (square < second) {
        second = square;
      }
    }
    String name = "point " + point + " among the centers from " + from;
    assertEquals(nearest, found.centers()[point], name);
    assertEquals(least, found.squares()[point], 0, name);
    assertEquals(second, found.seconds()[point], 0, name);
  }

  /** Where coordinates come from. */
  private interface Coordinates {

    double next();

    default double[] take(int count) {
      return IntStream.range(0, count).mapToDouble(i -> next()).toArray();
    }
  }
}
