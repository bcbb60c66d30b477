package io.github.libhello.kmeans;

import static io.github.libhello.kmeans.Requests.data;
import static io.github.libhello.kmeans.Requests.read;
import static io.github.libhello.kmeans.Requests.refusal;
import static io.github.libhello.kmeans.Requests.uniform;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KMeansRequestReaderTest {

  @Test
  void takesDefaultsForWhatIsNotGiven() {
    assertEquals(
        new KMeansRequest(new PointSource.Uniform(10, 2), 3, 100, 1, 0, false),
        read(uniform("\"clusters\": 3")));
  }

  @Test
  void readsAllFieldsInAnyOrder() {
    assertEquals(
        new KMeansRequest(new PointSource.Uniform(1, 7), 1, 1_000_000, 1000, Long.MIN_VALUE, true),
        read(
            " {\"assignments\":true,\"seed\":-9223372036854775808,\"restarts\":1000,\"clusters\":1,"
                + "\"maxIterations\":1000000,\"dimensions\":7,\"points\":1}\r\n\t "));
  }

  @Test
  void takesEscapedNamesForWhatTheyAre() {
    assertEquals(4, read(uniform("\"cl\\u0075sters\": 4")).clusters());
  }

  static Stream<Arguments> wrongRequests() {
    return Stream.of(
        arguments("", "the event is empty: send a JSON object"),
        arguments(" \n", "the event is empty: send a JSON object"),
        arguments("null", "the event must be a JSON object, was null"),
        arguments("true", "the event must be a JSON object, was true"),
        arguments("20000", "the event must be a JSON object, was 20000"),
        arguments("\"points\"", "the event must be a JSON object, was a string"),
        arguments("[{}]", "the event must be a JSON object, was an array"),
        arguments("{}", "points or data is missing"),
        arguments("{\"dimensions\": 2, \"clusters\": 2}", "points or data is missing"),
        arguments("{\"points\": 10, \"clusters\": 2}", "dimensions is missing"),
        arguments("{\"points\": 10, \"dimensions\": 2}", "clusters is missing"),
        arguments("{\"data\": [[1]]}", "clusters is missing"),
        arguments(
            uniform("\"clusters\": 1") + " {}",
            "the event must end with its JSON object, but goes on"),
        arguments(
            uniform("\"cluster\": 1"),
            "unknown field \"cluster\"; known are points, dimensions, data, clusters,"
                + " maxIterations, restarts, seed, assignments"),
        arguments(
            "{\"Points\": 1}",
            "unknown field \"Points\"; known are points, dimensions, data, clusters,"
                + " maxIterations, restarts, seed, assignments"),
        arguments(
            "{\"" + "x".repeat(3000) + "\": 1}",
            "unknown field \""
                + "x".repeat(40)
                + "...\"; known are points, dimensions, data, clusters, maxIterations, restarts,"
                + " seed, assignments"),
        arguments("{\"points\": 1, \"points\": 1}", "points must be given once, was given twice"),
        arguments("{\"data\": [[1]], \"data\": [[1]]}", "data must be given once, was given twice"),
        arguments(
            "{\"points\": 1, \"dimensions\": 1, \"data\": [[1]], \"clusters\": 1}",
            "points and data exclude each other: give one of them"),
        arguments(
            "{\"dimensions\": 1, \"data\": [[1]], \"clusters\": 1}",
            "dimensions goes with points only: the rows of data have their own length"));
  }

  static Stream<Arguments> wrongIntegers() {
    return Stream.of(
        arguments("{\"points\": \"10\"}", "points must be an integer, was a string"),
        arguments("{\"points\": 1.0}", "points must be an integer, was 1.0"),
        arguments("{\"points\": 2e4}", "points must be an integer, was 2e4"),
        arguments("{\"points\": null}", "points must be an integer, was null"),
        arguments("{\"points\": [10]}", "points must be an integer, was an array"),
        arguments("{\"points\": {}}", "points must be an integer, was an object"),
        arguments("{\"dimensions\": true}", "dimensions must be an integer, was true"),
        arguments("{\"clusters\": 1.5}", "clusters must be an integer, was 1.5"),
        arguments("{\"seed\": \"\"}", "seed must be an integer, was a string"),
        arguments("{\"restarts\": false}", "restarts must be an integer, was false"),
        arguments("{\"maxIterations\": 1e2}", "maxIterations must be an integer, was 1e2"),
        arguments("{\"assignments\": 1}", "assignments must be true or false, was 1"),
        arguments("{\"assignments\": null}", "assignments must be true or false, was null"),
        arguments("{\"assignments\": \"true\"}", "assignments must be true or false, was a string"),
        arguments("{\"points\": 0}", "points must be between 1 and 2147483647, was 0"),
        arguments("{\"points\": -1}", "points must be between 1 and 2147483647, was -1"),
        arguments(
            "{\"points\": 2147483648}", "points must be between 1 and 2147483647, was 2147483648"),
        // As an int it would be 1.
        arguments(
            "{\"points\": 4294967297}", "points must be between 1 and 2147483647, was 4294967297"),
        arguments("{\"dimensions\": 0}", "dimensions must be between 1 and 2147483647, was 0"),
        arguments("{\"restarts\": 0}", "restarts must be between 1 and 1000, was 0"),
        arguments("{\"restarts\": 1001}", "restarts must be between 1 and 1000, was 1001"),
        arguments("{\"maxIterations\": 0}", "maxIterations must be between 1 and 1000000, was 0"),
        arguments(
            "{\"maxIterations\": 1000001}",
            "maxIterations must be between 1 and 1000000, was 1000001"),
        arguments(
            "{\"seed\": 9223372036854775808}",
            "seed must be between -9223372036854775808 and 9223372036854775807, was"
                + " 9223372036854775808"),
        arguments(
            "{\"dimensions\": 1" + "0".repeat(900) + "}",
            "dimensions must be between 1 and 2147483647, was 1" + "0".repeat(39) + "..."),
        arguments(
            "{\"dimensions\": 1" + "0".repeat(100_000) + "}",
            "dimensions must be between 1 and 2147483647, was 1" + "0".repeat(39) + "..."),
        arguments(
            uniform("\"clusters\": 0"),
            "clusters must be between 1 and the number of points (10), was 0"),
        arguments(
            uniform("\"clusters\": 11"),
            "clusters must be between 1 and the number of points (10), was 11"),
        arguments(
            uniform("\"clusters\": -9223372036854775808"),
            "clusters must be between 1 and the number of points (10), was -9223372036854775808"),
        arguments(
            "{\"clusters\": 3, \"data\": [[1], [2]]}",
            "clusters must be between 1 and the number of points (2), was 3"));
  }

  static Stream<Arguments> tooMuchForTheMemory() {
    return Stream.of(
        arguments(
            "{\"points\": 2147483647, \"dimensions\": 2147483647, \"clusters\": 1}",
            "points x dimensions (2147483647 x 2147483647) would need about"),
        arguments(
            "{\"points\": 2000000, \"dimensions\": 2, \"clusters\": 1}",
            "points x dimensions (2000000 x 2) would need about"),
        arguments(
            "{\"points\": 1, \"dimensions\": 10000000, \"clusters\": 1}",
            "points x dimensions (1 x 10000000) would need about"),
        arguments(
            "{\"points\": 300000, \"dimensions\": 2, \"clusters\": 300000}",
            "clusters (300000 of 2 dimensions) would need about"),
        arguments(
            data("[[0]" + ",[0]".repeat(2_500_000) + "]"),
            "the first rows of data (2097152 x 1 numbers) would need about"),
        arguments(
            data("[[0" + ",0".repeat(3_000_000) + "]]"),
            "data[0], of more than 2097152 numbers, would need about"));
  }

  @ParameterizedTest
  @MethodSource({"wrongRequests", "wrongIntegers"})
  void refusesAWrongRequest(String event, String message) {
    assertEquals(message, refusal(event));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("tooMuchForTheMemory")
  void refusesWhatDoesNotFitIntoTheMemory(String event, String message) {
    String refusal = refusal(event);
    assertTrue(refusal.contains(message), refusal);
    assertTrue(refusal.contains("of the 96 MiB heap are available"), refusal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "k-means, please",
        "{",
        "{\"points",
        "{\"points\"",
        "{\"points\":",
        "{\"points\": 10",
        "{\"points\": 10,",
        "{\"points\": }",
        "{\"points\": 0x10}",
        "{\"points\": +1}",
        "{\"points\": NaN}",
        "{\"points\": 10,}",
        "{points: 10}",
        "{'points': 10}",
        "{\"points\": 10 \"dimensions\": 2}",
        "{\"data\": [",
        "{\"data\": [[1]",
        "{\"data\": [[1], ",
        "{} // none",
        "\uFEFF{}",
      })
  void refusesWhatIsNotJsonAndSaysWhere(String event) {
    String refusal = refusal(event);
    assertTrue(
        refusal.matches("the event cannot be read as JSON, at line 1, column [0-9]+"), refusal);
  }

  @Test
  void namesTheLineWhereJsonEnds() {
    assertEquals(
        "the event cannot be read as JSON, at line 3, column 1", refusal("{\"points\":\n10\n;}"));
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    byte[] utf16 = uniform("\"clusters\": 1").getBytes(StandardCharsets.UTF_16LE);
    assertTrue(refusal(utf16).startsWith("the event cannot be read as JSON, at line 1"));
    byte[] latin1 = "{\"p\u00f6ints\": 1}".getBytes(StandardCharsets.ISO_8859_1);
    assertTrue(refusal(latin1).startsWith("the event cannot be read as JSON, at line 1"));
  }

  @Test
  void keepsItsMessagesShort() {
    String text = "\"" + "x".repeat(100_000) + "\"";
    for (String event :
        new String[] {text, "{" + text + ": 1}", "{\"points\": " + text + "}", data(text)}) {
      String refusal = refusal(event);
      assertTrue(refusal.length() < 200, refusal);
    }
  }

  @Test
  void refusesDeepNestingAtItsFirstLevel() {
    assertEquals(
        "seed must be an integer, was an object",
        refusal("{\"seed\": " + "{\"a\":".repeat(1_000_000)));
  }
}
