package io.github.libhello.kmeans;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for any data: drawn sizes, scales and duplicates. A seed names its case. */
class KMeansPropertiesTest {

  private static final int CASES = 60;

  /** What the coordinates of a case are like. */
  enum Kind {
    NORMAL,
    /** Of few distinct points, with ties. */
    GRID,
    IDENTICAL,
    /** Up to the bound of what is taken. */
    HUGE,
    /** Squares underflow. */
    TINY,
    /** Far from the origin. */
    SHIFTED,
    /** Columns of very different scales. */
    MIXED;

    double coordinate(Random random, int column) {
      return switch (this) {
        case NORMAL -> random.nextGaussian();
        case GRID -> random.nextInt(3);
        case IDENTICAL -> 0.1 * (column + 1);
        case HUGE -> (2 * random.nextDouble() - 1) * DataReader.LARGEST;
        case TINY -> random.nextInt(1000) * Double.MIN_VALUE;
        case SHIFTED -> 1e9 + random.nextGaussian();
        case MIXED -> random.nextGaussian() * Math.pow(10, column % 13 - 6);
      };
    }
  }

  static List<Kind> kinds() {
    return List.of(Kind.values());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void holdForGeneratedData(Kind kind) {
    for (int seed = 0; seed < CASES; seed++) {
      Random random = new Random(seed);
      int columns = random.nextBoolean() ? 1 + random.nextInt(3) : 1 + random.nextInt(100);
      double[][] points = new double[1 + random.nextInt(80)][columns];
      for (double[] point : points) {
        Arrays.setAll(point, column -> kind.coordinate(random, column));
      }
      check(points, 1 + random.nextInt(points.length), kind + ", seed " + seed);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 50, 99, 100})
  void makeEachDistinctPointACenterWhereThereAreAsManyClusters(int columns) {
    Random random = new Random(columns);
    double[][] points = new double[40][columns];
    for (double[] point : points) {
      Arrays.setAll(point, column -> random.nextGaussian());
    }
    Response response = Response.to(event(points, points.length));
    double[][] expected = points.clone();
    Arrays.sort(expected, Arrays::compare);
    assertTrue(Arrays.deepEquals(expected, response.centers()));
    assertEquals(0, response.inertia());
  }

  private static String event(double[][] points, int clusters) {
    return "{\"assignments\": true, \"seed\": 5, \"restarts\": 2, \"clusters\": "
        + clusters
        + ", \"data\": "
        + Arrays.deepToString(points)
        + "}";
  }

  private static void check(double[][] points, int clusters, String name) {
    Response response = Response.to(event(points, clusters));
    Set<List<Double>> distinct = new HashSet<>();
    for (double[] point : points) {
      distinct.add(Arrays.stream(point).boxed().toList());
    }
    double[][] centers = response.centers();
    assertEquals(Math.min(clusters, distinct.size()), centers.length, name);
    int[] sizes = new int[centers.length];
    double inertia = 0;
    int[] assignments = Objects.requireNonNull(response.assignments());
    for (int i = 0; i < points.length; i++) {
      int label = assignments[i];
      double own = squaredDistance(points[i], centers[label]);
      for (double[] center : centers) {
        assertTrue(own <= squaredDistance(points[i], center) * (1 + 1e-12), name + ", point " + i);
      }
      sizes[label]++;
      inertia += own;
    }
    assertTrue(Arrays.equals(sizes, response.sizes()), name);
    assertEquals(inertia, response.inertia(), inertia * 1e-12, name);
    if (response.converged()) {
      checkMeans(points, response, name);
    }
  }

  private static void checkMeans(double[][] points, Response response, String name) {
    int[] assignments = Objects.requireNonNull(response.assignments());
    for (int column = 0; column < points[0].length; column++) {
      double[] sums = new double[response.clusters()];
      double largest = 0;
      for (int i = 0; i < points.length; i++) {
        sums[assignments[i]] += points[i][column];
        largest = Math.max(largest, Math.abs(points[i][column]));
      }
      for (int cluster = 0; cluster < sums.length; cluster++) {
        double mean = sums[cluster] / response.sizes()[cluster];
        double center = response.centers()[cluster][column];
        assertEquals(mean, center, largest * 1e-12, name + ", center " + cluster);
      }
    }
  }

  private static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
  }
}
