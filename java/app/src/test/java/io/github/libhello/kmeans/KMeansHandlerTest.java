package io.github.libhello.kmeans;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.libhello.Invocation;
import io.github.libhello.InvocationContext;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KMeansHandlerTest {

  private static final String UNIFORM =
      "\"points\": 500, \"dimensions\": 3, \"clusters\": 7, \"seed\": ";

  private static final String SQUARE = "\"data\": [[0, 0], [0, 1], [10, 0], [10, 1]]";

  @Test
  void answersAnInvocation() {
    byte[] event = "{\"data\": [[1], [3]], \"clusters\": 1}".getBytes(StandardCharsets.UTF_8);
    byte[] kept = event.clone();
    InvocationContext context = new InvocationContext("id", null, null, null, null, null, null);
    Response response = Response.of(new KMeansHandler().handle(new Invocation(context, event)));
    assertEquals(2, response.inertia());
    assertArrayEquals(kept, event);
  }

  @Test
  void repeatsWhatTheRequestAskedFor() {
    Response response = Response.to("{\"restarts\": 3, " + UNIFORM + Long.MIN_VALUE + "}");
    assertEquals(500, response.points());
    assertEquals(3, response.dimensions());
    assertEquals(7, response.clusters());
    assertEquals(3, response.restarts());
    assertEquals(Long.MIN_VALUE, response.seed());
    assertEquals(7, response.centers().length);
    assertEquals(3, response.centers()[0].length);
    assertEquals(500, Arrays.stream(response.sizes()).sum());
    assertNull(response.assignments());
  }

  @Test
  void makesOneClusterOfTheMeanOfAllPoints() {
    Response response = Response.to("{" + SQUARE + ", \"clusters\": 1, \"assignments\": true}");
    assertArrayEquals(new double[][] {{5, 0.5}}, response.centers());
    assertEquals(4 * (25 + 0.25), response.inertia());
    assertArrayEquals(new int[] {4}, response.sizes());
    assertArrayEquals(new int[4], response.assignments());
    assertEquals(1, response.iterations());
    assertTrue(response.converged());
  }

  @Test
  void makesAClusterOfEachPointWhereThereAreAsMany() {
    Response response = Response.to("{" + SQUARE + ", \"clusters\": 4, \"assignments\": true}");
    assertArrayEquals(new double[][] {{0, 0}, {0, 1}, {10, 0}, {10, 1}}, response.centers());
    assertEquals(0, response.inertia());
    assertArrayEquals(new int[] {1, 1, 1, 1}, response.sizes());
    assertArrayEquals(new int[] {0, 1, 2, 3}, response.assignments());
    assertTrue(response.converged());
  }

  @Test
  void findsNoMoreClustersThanThereAreDistinctPoints() {
    Response response =
        Response.to(
            "{\"data\": [[2], [-0.0], [0], [2], [2]], \"clusters\": 4, \"assignments\": true}");
    assertEquals(2, response.clusters());
    assertArrayEquals(new double[][] {{0}, {2}}, response.centers());
    assertArrayEquals(new int[] {2, 3}, response.sizes());
    assertArrayEquals(new int[] {1, 0, 0, 1, 1}, response.assignments());
    assertEquals(0, response.inertia());
    assertTrue(response.converged());
  }

  @Test
  void takesCoordinatesAtTheirBounds() {
    Response response =
        Response.to("{\"data\": [[1e140, 5e-324], [-1e140, -5e-324]], \"clusters\": 1}");
    assertEquals(2e280, response.inertia(), 1e266);
    assertArrayEquals(new double[][] {{0, 0}}, response.centers());
  }

  @Test
  void answersPointsTooCloseForTheirSquaresToDiffer() {
    Response response =
        Response.to("{\"data\": [[0], [1e-200]], \"clusters\": 2, \"maxIterations\": 10}");
    assertEquals(0, response.inertia());
    assertEquals(2, Arrays.stream(response.sizes()).sum());
    assertFalse(response.converged(), "one cluster is always empty");
    assertEquals(10, response.iterations());
  }

  @Test
  void givesTheSameResponseForTheSameSeed() {
    for (String seed : new String[] {"1", "-1", "9223372036854775807"}) {
      String request = "{\"restarts\": 4, \"assignments\": true, " + UNIFORM + seed + "}";
      Response once = Response.to(request);
      Response again = Response.to(request);
      assertEquals(once.inertia(), again.inertia());
      assertEquals(once.iterations(), again.iterations());
      assertArrayEquals(once.centers(), again.centers());
      assertArrayEquals(once.sizes(), again.sizes());
      assertArrayEquals(once.assignments(), again.assignments());
    }
  }

  @Test
  void drawsOtherPointsForAnotherSeed() {
    double first = Response.to("{" + UNIFORM + "1}").inertia();
    double second = Response.to("{" + UNIFORM + "2}").inertia();
    assertNotEquals(first, second);
  }

  @Test
  void takesZeroForASeedThatIsNotGiven() {
    String points = "\"points\": 500, \"dimensions\": 3, \"clusters\": 7";
    Response without = Response.to("{" + points + "}");
    assertEquals(0, without.seed());
    assertArrayEquals(Response.to("{" + UNIFORM + "0}").centers(), without.centers());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void isNeverWorseWithMoreRestarts(int seed) {
    double least = Double.MAX_VALUE;
    for (int restarts : new int[] {1, 2, 5, 20}) {
      Response response = Response.to("{\"restarts\": " + restarts + ", " + UNIFORM + seed + "}");
      assertTrue(response.inertia() <= least, restarts + " restarts");
      least = response.inertia();
    }
  }

  @Test
  void isSometimesBetterWithMoreRestarts() {
    double one = Response.to("{" + UNIFORM + "5}").inertia();
    double twenty = Response.to("{\"restarts\": 20, " + UNIFORM + "5}").inertia();
    assertTrue(twenty < one, twenty + " and " + one);
  }

  @Test
  void stopsAtTheLastIterationThatIsAllowed() {
    String request = "{" + UNIFORM + "3, \"maxIterations\": ";
    Response free = Response.to("{" + UNIFORM + "3}");
    assertTrue(free.converged());
    assertTrue(free.iterations() > 2, "the case needs a longer way");

    Response one = Response.to(request + "1}");
    assertEquals(1, one.iterations());
    assertFalse(one.converged());
    assertTrue(one.inertia() > free.inertia());

    Response lastButOne = Response.to(request + (free.iterations() - 1) + "}");
    assertEquals(free.iterations() - 1, lastButOne.iterations());
    assertFalse(lastButOne.converged());
    assertTrue(lastButOne.inertia() > free.inertia());

    Response enough = Response.to(request + free.iterations() + "}");
    assertEquals(free.iterations(), enough.iterations());
    assertTrue(enough.converged());
    assertArrayEquals(free.centers(), enough.centers());
  }

  @Test
  void isConsistentWithThePointsThemselves() {
    long seed = 11;
    Response response = Response.to("{\"assignments\": true, " + UNIFORM + seed + "}");
    Points drawn = new PointSource.Uniform(500, 3).points(new SeededNumbers(seed));
    double[][] points = IntStream.range(0, 500).mapToObj(drawn::row).toArray(double[][]::new);
    double[][] means = new double[7][3];
    int[] sizes = new int[7];
    double inertia = 0;
    int[] assignments = Objects.requireNonNull(response.assignments());
    for (int i = 0; i < points.length; i++) {
      int cluster = assignments[i];
      double distance = squaredDistance(points[i], response.centers()[cluster]);
      for (double[] other : response.centers()) {
        assertTrue(distance <= squaredDistance(points[i], other), "the nearest center of " + i);
      }
      inertia += distance;
      sizes[cluster]++;
      for (int j = 0; j < 3; j++) {
        assertTrue(points[i][j] >= 0 && points[i][j] < 1, () -> Arrays.deepToString(points));
        means[cluster][j] += points[i][j];
      }
    }
    assertEquals(inertia, response.inertia(), inertia * 1e-12);
    assertArrayEquals(sizes, response.sizes());
    assertTrue(response.converged());
    for (int cluster = 0; cluster < means.length; cluster++) {
      for (int j = 0; j < 3; j++) {
        assertEquals(means[cluster][j] / sizes[cluster], response.centers()[cluster][j], 1e-12);
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
