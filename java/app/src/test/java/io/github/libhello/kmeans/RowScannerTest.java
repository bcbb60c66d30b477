package io.github.libhello.kmeans;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the scanner reads is what the JDK and the reader of tokens read, or else it gives up. */
class RowScannerTest {

  private static final MemoryBudget BUDGET = new MemoryBudget(96 << 20, 0);

  private static @Nullable Points scan(String event) {
    return new RowScanner(event.getBytes(StandardCharsets.UTF_8), BUDGET).scan();
  }

  private static double number(String text) {
    Points points = scan("{\"data\": [[" + text + "]]}");
    assertNotNull(points, text);
    return points.coordinates()[0];
  }

  private static void check(String text) {
    long expected = Double.doubleToRawLongBits(Double.parseDouble(text) + 0.0);
    assertEquals(expected, Double.doubleToRawLongBits(number(text)), text);
  }

  @Test
  void readsRows() {
    String event = "{\"clusters\":1,\"data\" :\n[ [1, -2.5e1 ],[\t3,4] ] , \"seed\":7}";
    RowScanner scanner = new RowScanner(event.getBytes(StandardCharsets.UTF_8), BUDGET);
    Points points = scanner.scan();
    assertNotNull(points);
    assertEquals(2, points.count());
    assertEquals(2, points.dimensions());
    assertArrayEquals(new double[] {1, -25}, points.row(0));
    assertArrayEquals(new double[] {3, 4}, points.row(1));
    assertEquals(
        "{\"clusters\":1,\"data\" :\nnull , \"seed\":7}",
        new String(scanner.rest(), StandardCharsets.UTF_8));
  }

  /** 17 to 21 digits at any exponent: where two products of 64 bits may not be enough. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void readsAsTheJdkDoes(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 50_000; i++) {
      String digits = Long.toUnsignedString(random.nextLong() >>> random.nextInt(20));
      int exponent = random.nextInt(210) - 110;
      check(digits + "e" + exponent);
      check("0." + "0".repeat(random.nextInt(9)) + digits + random.nextInt(100));
      int point = 1 + random.nextInt(digits.length());
      if (point < digits.length()) {
        check(digits.substring(0, point) + "." + digits.substring(point) + "E" + exponent);
      }
    }
  }

  /** Halfway between two doubles that are integers, where ties go to even. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void readsNumbersHalfwayBetweenDoubles(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 50_000; i++) {
      long mantissa = 1L << 53 | random.nextLong() >>> 11 | 1;
      for (int shift = 0; shift <= 9; shift++) {
        String text = Long.toUnsignedString(mantissa << shift);
        check(text);
        int zeros = random.nextInt(23);
        check(new BigDecimal(text).movePointLeft(zeros).toPlainString());
        check(text + "e-" + zeros);
      }
    }
  }

  @Test
  void readsNumbersAtItsBounds() {
    for (String text :
        new String[] {
          "9007199254740993",
          "9223372036854775807",
          "9223372036854775808",
          "9999999999999999999",
          "18446744073709551615",
          "18446744073709551616",
          "10000000000000000000",
          "0.00000000000000000000000000000000000001",
          "1e80",
          "1e81",
          "1e-80",
          "1e-81",
          "1e22",
          "1e23",
          "8.5e22",
          "9007199254740991e22",
          "9007199254740993e22",
          "1e140",
          "-1e140",
          "1e-323",
          "4.9e-324",
          "2.4703282292062327e-324",
          "1e-99999999999",
          "0e99999999999",
          "-0",
          "-0.0",
          "0.1000000000000000055511151231257827021181583404541015625",
          "2.2250738585072011e-308",
          "0." + "0".repeat(990) + "1",
          "1" + "0".repeat(139)
        }) {
      check(text);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[[]]",
        "[1]",
        "null",
        "\"data\"",
        "[[1],[]]",
        "[[1],[2,3]]",
        "[[1,2],[3]]",
        "[[1,]]",
        "[[1],]",
        "[[1]",
        "[[1",
        "[",
        "[[\"1\"]]",
        "[[null]]",
        "[[[1]]]",
        "[[1] [2]]",
        "[[1 2]]",
        "[[01]]",
        "[[-01]]",
        "[[00]]",
        "[[+1]]",
        "[[.5]]",
        "[[1.]]",
        "[[1.e5]]",
        "[[1e]]",
        "[[1e+]]",
        "[[-]]",
        "[[--1]]",
        "[[1e5.0]]",
        "[[NaN]]",
        "[[Infinity]]",
        "[[-Infinity]]",
        "[[0x10]]",
        "[[1d]]",
        "[[1_0]]",
        "[[1e141]]",
        "[[-1e999]]",
        "[[1.0000001e140]]",
        "[[\u0661]]",
        "[[1]}"
      })
  void givesUpWhatIsNotRows(String rows) {
    assertNull(scan("{\"data\": " + rows));
    assertNull(scan("{\"data\": " + rows + (rows.endsWith("}") ? "" : "}")));
  }

  @Test
  void givesUpNumbersThatAreTooLong() {
    assertNull(scan("{\"data\": [[0." + "1".repeat(1000) + "]]}"));
    assertNotNull(scan("{\"data\": [[0." + "1".repeat(998) + "]]}"));
  }

  /** Requests, refusals and their messages are those of the reader of tokens, whatever comes. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void readsAnEventAsItsTokensAreRead(long seed) {
    Random random = new Random(seed);
    String[] events = {
      "{\"clusters\":2,\"data\":[[1.25,2],[3e-2,4],[5,-6.5]],\"restarts\":3}",
      "{ \"data\" : [ [ 1 ] , [ 2 ] ] , \"clusters\" : 1 , \"assignments\" : true }",
      "{\"data\":[[1]],\"clusters\":1,\"data\":[[2]]}",
      "{\"data\":[[1]],\"clusters\":1,\"data\":null}",
      "{\"clusters\":1,\"data\":null,\"data\":[[1]]}",
      "{\"clusters\":\"data\":[[1]]}",
      "{\"x\\\"data\":[[1]],\"clusters\":1}",
      "{\"a\":{\"data\":[[1]]},\"clusters\":1,\"data\":[[2]]}",
      "[\"data\",\"data\":[[1]]]",
      "{\"points\":3,\"dimensions\":2,\"clusters\":1,\"data\":[[1]]}",
      "{\"points\":3,\"dimensions\":2,\"clusters\":1}",
    };
    for (String event : events) {
      byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
      compare(bytes);
      for (int length = 0; length < bytes.length; length++) {
        compare(Arrays.copyOf(bytes, length));
      }
      for (int i = 0; i < 2000; i++) {
        byte[] changed = bytes.clone();
        for (int changes = random.nextInt(3); changes >= 0; changes--) {
          byte other = bytes[random.nextInt(bytes.length)];
          changed[random.nextInt(changed.length)] =
              random.nextInt(4) == 0 ? (byte) random.nextInt() : other;
        }
        compare(changed);
      }
    }
  }

  private static void compare(byte[] event) {
    String text = new String(event, StandardCharsets.ISO_8859_1);
    assertEquals(outcome(event, true), outcome(event, false), text);
  }

  private static String outcome(byte[] event, boolean scanned) {
    try {
      KMeansRequest request =
          scanned
              ? KMeansRequestReader.read(event, BUDGET)
              : KMeansRequestReader.read(event, BUDGET, null);
      Points points = request.points().points(new SeededNumbers(1));
      double[] coordinates =
          Arrays.copyOf(points.coordinates(), points.count() * points.dimensions());
      return String.format(
          Locale.ROOT,
          "%d x %d: %s, %d clusters, %d, %d, %d, %b",
          points.count(),
          points.dimensions(),
          Arrays.toString(coordinates),
          request.clusters(),
          request.maxIterations(),
          request.restarts(),
          request.seed(),
          request.assignments());
    } catch (InvalidRequestException refused) {
      return "refused: " + refused.getMessage();
    }
  }
}
