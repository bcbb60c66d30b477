package io.github.libhello.kmeans;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KMeansResponseWriterTest {

  private static byte[] write(KMeansResult result, long seed, long nanoseconds) {
    KMeansRequest request =
        new KMeansRequest(
            new PointSource.Uniform(6, 2), 2, 10, 3, seed, result.assignments() != null);
    return KMeansResponseWriter.write(request, result, nanoseconds);
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }

  @Test
  void writesEveryField() {
    KMeansResult result =
        new KMeansResult(
            new double[][] {{0.5, -1}, {2, 3}},
            new int[] {4, 2},
            0.25,
            7,
            true,
            new int[] {0, 1, 0});
    assertEquals(
        "{\"points\":6,\"dimensions\":2,\"clusters\":2,\"restarts\":3,\"seed\":-5,\"inertia\":0.25,"
            + "\"iterations\":7,\"converged\":true,\"milliseconds\":1.235,"
            + "\"centers\":[[0.5,-1.0],[2.0,3.0]],\"sizes\":[4,2],\"assignments\":[0,1,0]}",
        text(write(result, -5, 1_234_567)));
  }

  @Test
  void leavesOutAssignmentsThatNobodyAskedFor() {
    KMeansResult result = new KMeansResult(new double[][] {{0}}, new int[] {6}, 0, 1, false, null);
    assertEquals(
        "{\"points\":6,\"dimensions\":2,\"clusters\":1,\"restarts\":3,\"seed\":0,\"inertia\":0.0,"
            + "\"iterations\":1,\"converged\":false,\"milliseconds\":0.0,"
            + "\"centers\":[[0.0]],\"sizes\":[6]}",
        text(write(result, 0, 0)));
  }

  @Test
  void writesNumbersThatReadBackTheSame() {
    double[] numbers = {
      Math.PI,
      1.0 / 3,
      -0.1,
      Double.MIN_VALUE,
      Double.MIN_NORMAL,
      Double.MAX_VALUE,
      -1e140,
      1e22,
      1e-7,
      123456789.125
    };
    KMeansResult result =
        new KMeansResult(
            new double[][] {numbers},
            new int[] {Integer.MAX_VALUE},
            78.851441426146,
            Integer.MAX_VALUE,
            true,
            null);
    Response response = Response.of(write(result, Long.MIN_VALUE, Long.MAX_VALUE));
    assertArrayEquals(numbers, response.centers()[0]);
    assertEquals(78.851441426146, response.inertia());
    assertEquals(Integer.MAX_VALUE, response.iterations());
    assertArrayEquals(new int[] {Integer.MAX_VALUE}, response.sizes());
    assertEquals(Long.MIN_VALUE, response.seed());
  }
}
