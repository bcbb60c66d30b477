package io.github.libhello.kmeans;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.hipparchus.clustering.CentroidCluster;
import org.hipparchus.clustering.DoublePoint;
import org.hipparchus.clustering.KMeansPlusPlusClusterer;
import org.hipparchus.clustering.KMeansPlusPlusClusterer.EmptyClusterStrategy;
import org.hipparchus.clustering.distance.EuclideanDistance;
import org.hipparchus.random.MersenneTwister;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The engine against all distances in every pass, and against Hipparchus. A seed names its case.
 */
class LloydTest {

  private static final int CASES = 50;

  /** What the points of a case are like. */
  enum Kind {
    UNIFORM,
    /** Full of ties and duplicates. */
    GRID,
    /** Round some places, as data are. */
    BLOBS,
    /** Far from the origin, where digits are lost. */
    SHIFTED,
    HUGE,
    /** Distances whose squares underflow, all or some of them. */
    TINY,
    ONE_DIMENSION,
    MANY_DIMENSIONS,
    /** Too many for points to be copied. */
    VERY_MANY_DIMENSIONS,
    /** As many clusters as points. */
    ALL_CENTERS,
    /** Initial centers that lie away from all points, so that clusters are empty. */
    EMPTY;

    double[][] points(Random random) {
      int dimensions =
          switch (this) {
            case ONE_DIMENSION -> 1;
            case VERY_MANY_DIMENSIONS -> 500 + random.nextInt(30);
            case MANY_DIMENSIONS -> 40 + random.nextInt(100);
            default -> 1 + random.nextInt(7);
          };
      double[][] points = new double[1 + random.nextInt(dimensions < 500 ? 300 : 40)][dimensions];
      for (double[] point : points) {
        Arrays.setAll(point, column -> coordinate(random) + 0.0);
      }
      return points;
    }

    private double coordinate(Random random) {
      return switch (this) {
        case GRID -> random.nextInt(4);
        case BLOBS -> random.nextInt(3) * 10 + random.nextGaussian();
        case SHIFTED -> 1e7 + random.nextDouble();
        case HUGE -> (2 * random.nextDouble() - 1) * DataReader.LARGEST;
        case TINY -> random.nextGaussian() * Math.pow(10, -150 - random.nextInt(14));
        default -> random.nextDouble();
      };
    }

    int clusters(int points, Random random) {
      return this == ALL_CENTERS ? points : 1 + random.nextInt(Math.min(points, 25));
    }

    /** Any points, perhaps one of them twice. */
    double[][] centers(double[][] points, int clusters, Random random) {
      double[][] centers = new double[clusters][];
      for (int i = 0; i < clusters; i++) {
        centers[i] = points[this == ALL_CENTERS ? i : random.nextInt(points.length)].clone();
        if (this == EMPTY && random.nextBoolean()) {
          Arrays.setAll(centers[i], column -> 50 * random.nextDouble());
        }
      }
      return centers;
    }
  }

  private static double[] flat(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }

  private static Points points(double[][] rows) {
    return new Points(flat(rows), rows.length, rows[0].length);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void findsWhatAllDistancesFind(Kind kind) {
    for (int seed = 0; seed < CASES; seed++) {
      Random random = new Random(seed);
      double[][] points = kind.points(random);
      int clusters = kind.clusters(points.length, random);
      double[][] initial = kind.centers(points, clusters, random);
      int maxIterations = random.nextInt(4) == 0 ? 1 + random.nextInt(4) : 400;
      PlainLloyd.Result expected = PlainLloyd.run(points, initial, maxIterations);
      for (int group : new int[] {0, 1, 2, 5, 8}) {
        Lloyd lloyd = new Lloyd(points(points), clusters, 1, group);
        String name = kind + ", seed " + seed + ", groups of " + group;
        // The second run must not see what the first has left.
        for (int run = 0; run < 2; run++) {
          check(points, initial, maxIterations, expected, lloyd, name + ", run " + run);
        }
      }
    }
  }

  private static void check(
      double[][] points,
      double[][] initial,
      int maxIterations,
      PlainLloyd.Result expected,
      Lloyd lloyd,
      String name) {
    Lloyd.Run run = lloyd.run(flat(initial), maxIterations);
    assertEquals(expected.iterations(), run.iterations(), name);
    assertArrayEquals(expected.labels(), lloyd.labels(), name);
    assertArrayEquals(flat(expected.centers()), run.centers(), name);
    assertEquals(expected.converged(), run.converged(), name);
    int[] sizes = new int[initial.length];
    double inertia = 0;
    for (int i = 0; i < points.length; i++) {
      sizes[expected.labels()[i]]++;
      inertia += PlainLloyd.square(points[i], expected.centers()[expected.labels()[i]]);
    }
    assertArrayEquals(sizes, run.sizes(), name);
    assertEquals(inertia, run.inertia(), inertia * 1e-13, name);
  }

  /** So many iterations that all points are looked at again several times. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void staysExactInALongRun(int seed) {
    Random random = new Random(seed);
    double[][] points = new double[1500][1];
    for (double[] point : points) {
      point[0] = random.nextDouble();
    }
    // Centers at one end have a long way to go.
    double[][] initial = points.clone();
    Arrays.sort(initial, Arrays::compare);
    initial = Arrays.copyOf(initial, 11);
    PlainLloyd.Result expected = PlainLloyd.run(points, initial, 1000);
    assertTrue(expected.iterations() > 3 * 34, "the case needs a longer way");
    for (int group : new int[] {0, 3}) {
      Lloyd lloyd = new Lloyd(points(points), initial.length, 1, group);
      check(points, initial, 1000, expected, lloyd, "seed " + seed + ", groups of " + group);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void findsTheSameWithAnyNumberOfThreads(int seed) {
    Random random = new Random(seed);
    int dimensions = 1 + random.nextInt(6);
    double[][] rows = new double[3000 + random.nextInt(20_000)][dimensions];
    for (double[] row : rows) {
      Arrays.setAll(row, column -> random.nextGaussian() * 1e3 + 1e6);
    }
    int clusters = seed % 2 == 0 ? 2 + random.nextInt(12) : 40;
    double[] initial = flat(Arrays.copyOf(rows, clusters));
    Lloyd one = new Lloyd(points(rows), clusters, 1);
    Lloyd.Run expected = one.run(initial.clone(), 300);
    for (int threads : new int[] {2, 3, 4, 5, 12, 50}) {
      Lloyd lloyd = new Lloyd(points(rows), clusters, threads);
      Lloyd.Run run = lloyd.run(initial.clone(), 300);
      assertEquals(expected.iterations(), run.iterations());
      assertEquals(expected.inertia(), run.inertia());
      assertArrayEquals(expected.centers(), run.centers());
      assertArrayEquals(expected.sizes(), run.sizes());
      assertArrayEquals(one.labels(), lloyd.labels());
    }
  }

  /** Without an iteration, Hipparchus's centers are those that it chose. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void beginsWhereHipparchusDoes(int seed) {
    Random random = new Random(seed);
    double[][] points = Kind.values()[seed % Kind.values().length].points(random);
    int clusters = 1 + random.nextInt(points.length);
    double[][] expected =
        hipparchus(points, clusters, 0, seed).stream()
            .map(cluster -> cluster.getCenter().getPoint())
            .toArray(double[][]::new);
    InitialCenters initial = new InitialCenters(points(points), new double[points.length]);
    assertArrayEquals(flat(expected), initial.choose(clusters, new SeededNumbers(seed)));
  }

  /** Sums of integers are exact in any order, so that all else must be the same. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 8, 13})
  void findsWhatHipparchusFinds(int clusters) {
    for (int seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      double[][] points = new double[20 + random.nextInt(300)][1 + random.nextInt(3)];
      for (double[] point : points) {
        Arrays.setAll(point, column -> random.nextInt(1000));
      }
      List<CentroidCluster<DoublePoint>> expected = hipparchus(points, clusters, 50, seed);
      Lloyd lloyd = new Lloyd(points(points), clusters, 1);
      InitialCenters initial = new InitialCenters(points(points), lloyd.scratch());
      Lloyd.Run run = lloyd.run(initial.choose(clusters, new SeededNumbers(seed)), 50);
      for (int i = 0; i < clusters; i++) {
        double[] center = expected.get(i).getCenter().getPoint();
        int from = i * center.length;
        assertArrayEquals(center, Arrays.copyOfRange(run.centers(), from, from + center.length));
        assertEquals(expected.get(i).getPoints().size(), run.sizes()[i]);
      }
    }
  }

  private static List<CentroidCluster<DoublePoint>> hipparchus(
      double[][] points, int clusters, int maxIterations, int seed) {
    List<DoublePoint> list = Arrays.stream(points).map(DoublePoint::new).toList();
    return new KMeansPlusPlusClusterer<DoublePoint>(
            clusters,
            maxIterations,
            new EuclideanDistance(),
            new MersenneTwister((long) seed),
            EmptyClusterStrategy.FARTHEST_POINT)
        .cluster(list);
  }

  @Test
  void emptyClustersTakeTheFarthestPointsOfOthers() {
    double[][] points = {{0}, {1}, {2}, {10}, {30}};
    double[] initial = {0, 100, 200, 300};
    Lloyd lloyd = new Lloyd(points(points), 4, 1);
    Lloyd.Run run = lloyd.run(initial.clone(), 1);
    assertArrayEquals(new double[] {8.6, 30, 10, 2}, run.centers());
    assertArrayEquals(new int[] {0, 1, 1, 3}, run.sizes());
    assertTrue(!run.converged());
    assertTrue(lloyd.run(initial.clone(), 100).converged());
  }
}
