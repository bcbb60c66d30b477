package io.github.libhello.kmeans;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real data against scikit-learn: from the same initial centers the same clusters, and at most 0.01
 * % above the best of 500 of its own starts.
 */
class RealSetsTest {

  private static byte[] resource(String name) throws IOException {
    try (InputStream file = RealSetsTest.class.getResourceAsStream("/kmeans/sets/" + name)) {
      return Objects.requireNonNull(file, name).readAllBytes();
    }
  }

  private static List<?> results(String name) throws IOException {
    return (List<?>) Json.field(Json.object(resource(name)), "results");
  }

  static List<?> expected() throws IOException {
    return results("expected.json");
  }

  static List<?> sameStart() throws IOException {
    return results("same-start.json");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sameStart")
  void findTheClustersOfScikitLearnFromTheSameStart(Map<?, ?> expected) throws IOException {
    String csv = new String(resource(expected.get("set") + ".csv"), StandardCharsets.UTF_8);
    double[][] rows = (Boolean) Json.field(expected, "standardized") ? standardized(csv) : raw(csv);
    int[] start = Json.integers(Json.field(expected, "start"));
    double[] coordinates = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    Points points = new Points(coordinates, rows.length, rows[0].length);
    double[] centers =
        Arrays.stream(start).mapToObj(points::row).flatMapToDouble(Arrays::stream).toArray();
    Lloyd lloyd = new Lloyd(points, start.length, 1);
    Lloyd.Run run = lloyd.run(centers, 1000);
    double inertia = (Double) Json.field(expected, "inertia");
    assertTrue(run.converged());
    assertEquals(inertia, run.inertia(), inertia * 1e-12);
    String labels = Arrays.stream(lloyd.labels()).mapToObj(Integer::toString).collect(joining());
    assertEquals(expected.get("labels"), labels);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("expected")
  void comeAsCloseAsScikitLearn(Map<?, ?> expected) throws IOException {
    String csv = new String(resource(expected.get("set") + ".csv"), StandardCharsets.UTF_8);
    String rows = "[[" + csv.strip().replace("\n", "],[") + "]]";
    if ((Boolean) Json.field(expected, "standardized")) {
      rows = Arrays.deepToString(standardized(csv));
    }
    Response response =
        Response.to(
            "{\"clusters\": "
                + expected.get("clusters")
                + ", \"restarts\": "
                + expected.get("restarts")
                + ", \"data\": "
                + rows
                + "}");
    assertEquals(expected.get("rows"), response.points());
    assertEquals(expected.get("columns"), response.dimensions());
    assertTrue(response.converged());
    double best = (Double) Json.field(expected, "inertia");
    assertTrue(response.inertia() <= best * 1.0001, response.inertia() + ", not " + best);
    assertTrue(response.inertia() >= best * 0.99, response.inertia() + ", below " + best);
  }

  private static double[][] raw(String csv) {
    return csv.lines()
        .map(line -> Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray())
        .toArray(double[][]::new);
  }

  /** Each column with mean 0 and variance 1, which makes numbers of 15 to 17 digits. */
  private static double[][] standardized(String csv) {
    double[][] rows = raw(csv);
    for (int j = 0; j < rows[0].length; j++) {
      int column = j;
      double mean = Arrays.stream(rows).mapToDouble(row -> row[column]).average().orElseThrow();
      double variance =
          Arrays.stream(rows)
              .mapToDouble(row -> (row[column] - mean) * (row[column] - mean))
              .average()
              .orElseThrow();
      double deviation = variance == 0 ? 1 : Math.sqrt(variance);
      for (double[] row : rows) {
        row[column] = (row[column] - mean) / deviation;
      }
    }
    return rows;
  }
}
