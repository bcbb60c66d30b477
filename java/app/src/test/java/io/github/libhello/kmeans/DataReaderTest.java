package io.github.libhello.kmeans;

import static io.github.libhello.kmeans.Requests.data;
import static io.github.libhello.kmeans.Requests.read;
import static io.github.libhello.kmeans.Requests.refusal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DataReaderTest {

  private static double[][] points(KMeansRequest request) {
    Points points = request.points().points(new SeededNumbers(0));
    return IntStream.range(0, points.count()).mapToObj(points::row).toArray(double[][]::new);
  }

  @Test
  void readsNumbersOfEveryForm() {
    KMeansRequest request =
        read(
            data("[[1, -2.5, 3e2], [0.1E-3, -0, -0.0],\n [1e140, -1e140, 123456789012345678901]]"));
    assertArrayEquals(
        new double[][] {{1, -2.5, 300}, {0.0001, 0, 0}, {1e140, -1e140, 123456789012345680000.0}},
        points(request));
  }

  @Test
  void readsTheNearestDoubleOfALongNumber() {
    String digits = "0.1000000000000000055511151231257827021181583404541015625";
    assertArrayEquals(
        new double[][] {{0.1, Math.PI}},
        points(read(data("[[" + digits + ", 3.141592653589793" + "1".repeat(900) + "]]"))));
  }

  @Test
  void readsRowsOfAnyLength() {
    for (int length : new int[] {1, 15, 16, 17, 33, 5000}) {
      String row = "[" + "7,".repeat(length - 1) + "8]";
      double[][] points = points(read(data("[" + row + ", " + row + "]")));
      assertEquals(length, points[0].length);
      assertEquals(8, points[0][length - 1]);
      assertArrayEquals(points[0], points[1]);
    }
  }

  static Stream<Arguments> wrongData() {
    return Stream.of(
        arguments("[]", "data must have at least 1 row, was empty"),
        arguments("null", "data must be an array of rows, was null"),
        arguments("\"iris\"", "data must be an array of rows, was a string"),
        arguments("{\"0\": [1]}", "data must be an array of rows, was an object"),
        arguments("[1, 2]", "data[0] must be an array of numbers, was 1"),
        arguments("[[1], null]", "data[1] must be an array of numbers, was null"),
        arguments("[[]]", "data[0] must have at least 1 number, was empty"),
        arguments("[[], [1]]", "data[0] must have at least 1 number, was empty"),
        arguments("[[1], []]", "data[1] must have as many numbers as data[0] (1), had 0"),
        arguments("[[1, 2], [3]]", "data[1] must have as many numbers as data[0] (2), had 1"),
        arguments(
            "[[1, 2], [3, 4], [5, 6, 7]]",
            "data[2] must have as many numbers as data[0] (2), had 3"),
        arguments("[[1, \"2\"]]", "data[0][1] must be a number, was a string"),
        arguments("[[1], [null]]", "data[1][0] must be a number, was null"),
        arguments("[[true]]", "data[0][0] must be a number, was true"),
        arguments("[[[1]]]", "data[0][0] must be a number, was an array"),
        arguments("[[1, {}]]", "data[0][1] must be a number, was an object"),
        arguments(
            "[[1e999]]",
            "data[0][0] must be between -1e140 and 1e140, so that squared distances stay finite,"
                + " was 1e999"),
        arguments(
            "[[1, 2], [3, 1e309]]",
            "data[1][1] must be between -1e140 and 1e140, so that squared distances stay finite,"
                + " was 1e309"),
        arguments(
            "[[-1.7976931348623157e308]]",
            "data[0][0] must be between -1e140 and 1e140, so that squared distances stay finite,"
                + " was -1.7976931348623157e308"),
        arguments(
            "[[0, -1e999999999999]]",
            "data[0][1] must be between -1e140 and 1e140, so that squared distances stay finite,"
                + " was -1e999999999999"),
        arguments(
            "[[1.0000001e140]]",
            "data[0][0] must be between -1e140 and 1e140, so that squared distances stay finite,"
                + " was 1.0000001e140"),
        arguments(
            "[[1" + "0".repeat(500) + "]]",
            "data[0][0] must be between -1e140 and 1e140, so that squared distances stay finite,"
                + " was 1"
                + "0".repeat(39)
                + "..."),
        arguments(
            "[[0." + "1".repeat(1000) + "]]",
            "data[0][0] must have at most 1000 characters, had 1002"));
  }

  static Stream<Arguments> wrongNumbers() {
    return Stream.of(
        arguments("[[1, NaN]]", "data[0][1]"),
        arguments("[[Infinity]]", "data[0][0]"),
        arguments("[[0], [-Infinity]]", "data[1][0]"),
        arguments("[[01]]", "data[0][0]"),
        arguments("[[-01.5]]", "data[0][0]"),
        arguments("[[00]]", "data[0][0]"),
        arguments("[[0, +1]]", "data[0][1]"),
        arguments("[[0x1p3]]", "data[0][0]"),
        arguments("[[1e+]]", "data[0][0]"),
        arguments("[[-]]", "data[0][0]"),
        arguments("[[--1]]", "data[0][0]"),
        arguments("[[.5]]", "data[0][0]"),
        arguments("[[1.]]", "data[0][0]"),
        arguments("[[1e]]", "data[0][0]"),
        arguments("[[1,]]", "data[0][1]"),
        // The number itself ends before what is wrong.
        arguments("[[1d]]", "data[0][1]"),
        arguments("[[1_000]]", "data[0][1]"),
        arguments("[[1e5.0]]", "data[0][1]"),
        arguments("[[1 2]]", "data[0][1]"),
        arguments("[[1], [2", "data[1][1]"));
  }

  @ParameterizedTest
  @MethodSource("wrongData")
  void refusesWrongData(String rows, String message) {
    assertEquals(message, refusal(data(rows)));
  }

  @ParameterizedTest
  @MethodSource("wrongNumbers")
  void namesTheNumberThatIsNotJson(String rows, String name) {
    String refusal = refusal(data(rows));
    assertTrue(
        refusal.startsWith(name + " cannot be read as a JSON number, at line 1, column "), refusal);
  }

  @Test
  void refusesDeepNestingAtItsFirstLevel() {
    assertEquals("data[0][0] must be a number, was an array", refusal(data("[".repeat(1_000_000))));
  }
}
