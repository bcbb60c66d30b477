package io.github.libhello;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.libhello.Metrics.Resolution;
import io.github.libhello.Metrics.Unit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsTest {

  private final List<String> lines = new ArrayList<>();

  private Metrics metrics() {
    return Metrics.of("Shop", lines::add);
  }

  /** The lines without their time. */
  private List<String> written() {
    return lines.stream()
        .map(line -> line.replaceFirst("\"Timestamp\":[0-9]{13},", "\"Timestamp\":0,"))
        .toList();
  }

  private static String line(String dimensions, String metrics, String members) {
    return "{\"_aws\":{\"Timestamp\":0,\"CloudWatchMetrics\":[{\"Namespace\":\"Shop\","
        + "\"Dimensions\":[["
        + dimensions
        + "]],\"Metrics\":["
        + metrics
        + "]}]}"
        + members
        + "}";
  }

  private static String metric(String name, String unit, int resolution) {
    return "{\"Name\":\"%s\",\"Unit\":\"%s\",\"StorageResolution\":%d}"
        .formatted(name, unit, resolution);
  }

  @Test
  void areWrittenInTheEmbeddedFormat() {
    try (Metrics metrics = metrics()) {
      metrics.dimension("service", "orders").dimension("stage", "a \"b\" \\c");
      metrics.property("requestId", "r-1");
      metrics.put("placed", 1, Unit.COUNT);
      metrics.put("took", 12.5, Unit.MILLISECONDS, Resolution.HIGH);
      metrics.put("took", 1e300 / 1e290, Unit.MILLISECONDS, Resolution.HIGH);
    }
    String expected =
        line(
            "\"service\",\"stage\"",
            metric("placed", "Count", 60) + "," + metric("took", "Milliseconds", 1),
            ",\"service\":\"orders\",\"stage\":\"a \\\"b\\\" \\\\c\",\"requestId\":\"r-1\""
                + ",\"placed\":1.0,\"took\":[12.5,"
                + 1e300 / 1e290
                + "]");
    assertEquals(List.of(expected), written());
  }

  @Test
  void areWrittenOnceEach() {
    Metrics metrics = metrics();
    metrics.flush();
    assertEquals(List.of(), lines);
    metrics.property("a", "b").put("m", 1, Unit.NONE);
    metrics.flush();
    metrics.flush();
    metrics.close();
    metrics.close();
    assertEquals(List.of(line("", metric("m", "None", 60), ",\"a\":\"b\",\"m\":1.0")), written());
    assertThrows(IllegalStateException.class, () -> metrics.put("m", 1, Unit.NONE));
  }

  @Test
  void anyTextStaysOnOneLine() {
    metrics()
        .property("\u0000\"\n", "a\r\n\u2028\u0085\ud800\ud83d\ude00ü\udc00")
        .put("m", 0, Unit.NONE)
        .close();
    String escaped =
        ",\"\\u0000\\\"\\u000a\":\"a\\u000d\\u000a\\u2028\\u0085\ufffd\ud83d\ude00ü\ufffd\"";
    assertEquals(1, lines.size());
    assertTrue(lines.getFirst().contains(escaped), lines.getFirst());
  }

  @Test
  void moreThanALineHoldsGoesIntoTheNext() {
    try (Metrics metrics = metrics()) {
      metrics.dimension("d", "e");
      for (int i = 0; i < 101; i++) {
        metrics.put("same", i, Unit.COUNT);
      }
      for (int i = 0; i < 100; i++) {
        metrics.put("m" + i, i, Unit.COUNT);
      }
    }
    assertEquals(3, lines.size());
    assertTrue(lines.get(0).endsWith(",99.0]}"), lines.get(0));
    assertTrue(lines.get(1).contains("\"same\":100.0,"), lines.get(1));
    assertTrue(lines.get(1).endsWith("\"m98\":98.0}"), lines.get(1));
    assertEquals(
        line("\"d\"", metric("m99", "Count", 60), ",\"d\":\"e\",\"m99\":99.0"), written().get(2));
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MAX_VALUE,
        -0x1.1p360
      })
  void whatIsNoNumberOfCloudWatchIsRejected(double value) {
    Metrics metrics = metrics();
    assertThrows(IllegalArgumentException.class, () -> metrics.put("m", value, Unit.COUNT));
    metrics.put("m", 0x1p360, Unit.COUNT).close();
    assertEquals(1, lines.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "ü", "a\nb", "_aws", "taken", "property"})
  void namesThatCloudWatchWouldDropAreRejected(String name) {
    Metrics metrics = metrics().dimension("taken", "x").property("property", "y");
    assertThrows(IllegalArgumentException.class, () -> metrics.put(name, 1, Unit.COUNT));
    metrics.put("metric", 1, Unit.COUNT);
    if (!name.equals("taken")) {
      assertThrows(IllegalArgumentException.class, () -> metrics.dimension(name, "x"));
    }
    for (String used : List.of("metric", "taken", "_aws")) {
      assertThrows(IllegalArgumentException.class, () -> metrics.property(used, "x"));
    }
  }

  @Test
  void limitsOfDimensionsHold() {
    Metrics metrics = metrics();
    for (int i = 0; i < 30; i++) {
      metrics.dimension("d" + i, "x");
    }
    metrics.dimension("d0", "another value");
    assertThrows(IllegalArgumentException.class, () -> metrics.dimension("d30", "x"));
    assertThrows(IllegalArgumentException.class, () -> metrics.dimension("d1", "x".repeat(1025)));
    assertThrows(IllegalArgumentException.class, () -> metrics.dimension("d1", "Zürich"));
    assertThrows(IllegalArgumentException.class, () -> metrics.dimension(":d1", "x"));
    assertThrows(IllegalArgumentException.class, () -> Metrics.of("with space"));
    assertThrows(IllegalArgumentException.class, () -> Metrics.of("x".repeat(256)));
  }

  @Test
  void aMetricHasOneUnit() {
    Metrics metrics = metrics().put("m", 1, Unit.COUNT);
    assertThrows(IllegalArgumentException.class, () -> metrics.put("m", 1, Unit.BYTES));
    assertThrows(
        IllegalArgumentException.class, () -> metrics.put("m", 1, Unit.COUNT, Resolution.HIGH));
  }

  @Test
  void severalThreadsCanPut() throws InterruptedException {
    Metrics metrics = metrics();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(
          Thread.startVirtualThread(() -> {
            for (int j = 0; j < 500; j++) {
              metrics.put("m", 1, Unit.COUNT);
            }
          }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    metrics.close();
    assertEquals(40, lines.size());
    assertEquals(4000, lines.stream().mapToInt(line -> line.split("1\\.0", -1).length - 1).sum());
  }
}
