package io.github.libhello.kmeans;

import static io.github.libhello.kmeans.Requests.data;
import static io.github.libhello.kmeans.Requests.read;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that nobody chose, against the parser of the JDK. */
class GeneratedNumbersTest {

  private static final int COLUMNS = 100;
  private static final int ROWS = 100;

  private static String event(List<String> numbers) {
    StringBuilder rows = new StringBuilder("[");
    for (int i = 0; i < numbers.size(); i++) {
      rows.append(i % COLUMNS == 0 ? i == 0 ? "[" : "],\n[" : ", ").append(numbers.get(i));
    }
    return data(rows.append("]]").toString());
  }

  /** Together 120,000 numbers. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void areReadAsTheJdkReadsThem(long seed) {
    Decimals decimals = new Decimals(seed);
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < ROWS * COLUMNS; i++) {
      numbers.add(decimals.next());
    }
    Points points = read(event(numbers)).points().points(new SeededNumbers(0));
    assertEquals(ROWS, points.count());
    for (int i = 0; i < numbers.size(); i++) {
      String text = numbers.get(i);
      // Zero has no sign here.
      double expected = Double.parseDouble(text) + 0.0;
      double actual = points.coordinates()[i];
      assertEquals(Double.doubleToRawLongBits(expected), Double.doubleToRawLongBits(actual), text);
    }
  }

  /** The center of a single point is the point, so what was read can be seen in the response. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {21, 22, 23})
  void comeBackInTheResponse(long seed) {
    Decimals decimals = new Decimals(seed);
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < COLUMNS; i++) {
      numbers.add(decimals.next());
    }
    double[] expected =
        numbers.stream().mapToDouble(text -> Double.parseDouble(text) + 0.0).toArray();
    Response response = Response.to(event(numbers));
    assertArrayEquals(new double[][] {expected}, response.centers());
    assertEquals(0, response.inertia());
  }

  @Test
  void areZeroWhereTheyAreBelowAllDoubles() {
    String[] numbers = {
      "1e-400", "-1e-999999999999", "2.4703282292062327e-324", "0e999999999999", "-0", "-0.0e-5"
    };
    KMeansRequest request = read(data("[[" + String.join(", ", numbers) + "]]"));
    double[] point = request.points().points(new SeededNumbers(0)).row(0);
    assertArrayEquals(new double[numbers.length], point);
  }
}
