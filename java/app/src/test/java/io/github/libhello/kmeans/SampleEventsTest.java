package io.github.libhello.kmeans;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped events against scikit-learn, and against what events/README.md says of them. */
class SampleEventsTest {

  private static final Path EVENTS = Path.of("../../events");

  private static String iris;

  @BeforeAll
  static void readIris() throws IOException {
    iris = Files.readString(EVENTS.resolve("iris.json"));
  }

  static List<?> expected() throws IOException {
    try (InputStream file =
        SampleEventsTest.class.getResourceAsStream("/kmeans/iris-expected.json")) {
      return (List<?>)
          Json.field(Json.object(Objects.requireNonNull(file).readAllBytes()), "results");
    }
  }

  @ParameterizedTest
  @MethodSource("expected")
  void findsTheClustersThatScikitLearnFinds(Map<?, ?> expected) {
    String request =
        iris.replace(
                "\"clusters\": 3",
                "\"assignments\": true, \"clusters\": " + expected.get("clusters"))
            .replace("\"restarts\": 10", "\"restarts\": 50");
    Response response = Response.to(request);
    assertEquals(150, response.points());
    assertEquals(4, response.dimensions());
    assertEquals(50, response.restarts());
    assertTrue(response.converged());
    double inertia = (Double) Json.field(expected, "inertia");
    assertEquals(inertia, response.inertia(), inertia * 1e-9);
    assertArrayEquals(Json.integers(Json.field(expected, "sizes")), response.sizes());
    assertArrayEquals(Json.integers(Json.field(expected, "assignments")), response.assignments());
    double[][] centers = Json.rows(Json.field(expected, "centers"));
    assertEquals(centers.length, response.clusters());
    for (int i = 0; i < centers.length; i++) {
      assertArrayEquals(centers[i], response.centers()[i], 1e-12);
    }
  }

  @Test
  void answersIrisAsDocumented() {
    Response response = Response.to(iris);
    assertEquals(78.851441426146, response.inertia(), 78.85 * 1e-9);
    assertArrayEquals(new int[] {50, 62, 38}, response.sizes());
    assertTrue(response.converged());
  }

  @Test
  void answersBlobsAsDocumented() throws IOException {
    Response response = Response.to(Files.readString(EVENTS.resolve("blobs.json")));
    assertEquals(504.52460125, response.inertia(), 504.5 * 1e-9);
    assertArrayEquals(new int[] {80, 80, 80, 80, 80}, response.sizes());
    assertTrue(response.converged());
  }

  @Test
  void answersUniformPointsAsDocumented() throws IOException {
    Response response = Response.to(Files.readString(EVENTS.resolve("uniform-20000.json")));
    assertEquals(20_000, response.points());
    assertEquals(10, response.clusters());
    assertEquals(342.862594104737, response.inertia(), 342.8 * 1e-9);
    assertEquals(34, response.iterations());
    assertTrue(response.converged());
  }

  @Test
  void answersWineAsDocumented() throws IOException {
    Response response = Response.to(Files.readString(EVENTS.resolve("wine.json")));
    assertEquals(1277.928488844643, response.inertia(), 1277.9 * 1e-9);
    assertArrayEquals(new int[] {65, 51, 62}, response.sizes());
    assertTrue(response.converged());
  }
}
