package io.github.libhello.internal.metrics;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A document of the embedded metric format, while it grows. Source: Amazon CloudWatch user guide,
 * "Specification: Embedded metric format".
 */
public final class MetricLine {

  private static final String METADATA = "_aws";

  private static final int MAX_DIMENSIONS = 30;
  private static final int MAX_METRICS = 100;
  private static final int MAX_VALUES = 100;

  private static final int MAX_NAME = 255;
  private static final int MAX_DIMENSION_NAME = 250;
  private static final int MAX_DIMENSION_VALUE = 1024;

  /** PutMetricData takes no greater ones. */
  private static final double MAX_VALUE = 0x1p360;

  private final String namespace;
  private final Map<String, String> dimensions = new LinkedHashMap<>();
  private final Map<String, String> properties = new LinkedHashMap<>();
  private final Map<String, Metric> metrics = new LinkedHashMap<>();

  /** A metric's values so far, as JSON. */
  private static final class Metric {
    private final String unit;
    private final int resolution;
    private final StringBuilder values = new StringBuilder();
    private int count;

    private Metric(String unit, int resolution) {
      this.unit = unit;
      this.resolution = resolution;
    }
  }

  /**
   * An empty document.
   *
   * @param namespace of all its metrics
   */
  public MetricLine(String namespace) {
    requireText("the namespace", namespace, MAX_NAME);
    for (int i = 0; i < namespace.length(); i++) {
      char letter = namespace.charAt(i);
      if (!Character.isLetterOrDigit(letter) && ".-_/#:".indexOf(letter) < 0) {
        throw new IllegalArgumentException(
            "the namespace must be of letters, digits and .-_/#: only, was " + quoted(namespace));
      }
    }
    this.namespace = namespace;
  }

  /**
   * Adds a dimension, or gives it another value.
   *
   * @param name of no property or metric
   * @param value printable ASCII
   */
  public void dimension(String name, String value) {
    requireText("a dimension's name", name, MAX_DIMENSION_NAME);
    requireText("the value of dimension " + quoted(name), value, MAX_DIMENSION_VALUE);
    if (name.startsWith(":")) {
      throw new IllegalArgumentException("a dimension's name must not begin with a colon: " + name);
    }
    requireUnused(name, properties, metrics);
    if (dimensions.size() == MAX_DIMENSIONS && !dimensions.containsKey(name)) {
      throw new IllegalArgumentException("more than " + MAX_DIMENSIONS + " dimensions");
    }
    dimensions.put(name, value);
  }

  /**
   * Adds a property, or gives it another value.
   *
   * @param name of no dimension or metric
   * @param value any text
   */
  public void property(String name, String value) {
    requireUnused(name, dimensions, metrics);
    properties.put(name, value);
  }

  /**
   * Whether one more value of a metric would be more than a document may have.
   *
   * @param name the metric's
   * @return whether the document must be taken first
   */
  public boolean isFullFor(String name) {
    Metric metric = metrics.get(name);
    return metric == null ? metrics.size() == MAX_METRICS : metric.count == MAX_VALUES;
  }

  /**
   * Adds a value to a metric.
   *
   * @param name of no dimension or property
   * @param value from -2^360 to 2^360
   * @param unit as CloudWatch names it
   * @param resolution in seconds, 1 or 60
   */
  public void put(String name, double value, String unit, int resolution) {
    requireText("a metric's name", name, MAX_NAME);
    requireUnused(name, dimensions, properties);
    if (!(Math.abs(value) <= MAX_VALUE)) {
      throw new IllegalArgumentException(
          "metric " + quoted(name) + " must be a number from -2^360 to 2^360, was " + value);
    }
    Metric metric = metrics.get(name);
    if (metric == null) {
      metric = new Metric(unit, resolution);
      metrics.put(name, metric);
    } else if (!metric.unit.equals(unit) || metric.resolution != resolution) {
      throw new IllegalArgumentException(
          "metric " + quoted(name) + " has another unit or resolution already: " + metric.unit);
    }
    metric.values.append(metric.count == 0 ? "" : ",").append(value);
    metric.count++;
  }

  /**
   * Whether there is anything to write.
   *
   * @return whether a metric has a value
   */
  public boolean hasValues() {
    return !metrics.isEmpty();
  }

  /**
   * The document as JSON, without line breaks; its metrics are forgotten.
   *
   * @param timestamp milliseconds since 1970
   * @return one line
   */
  public String take(long timestamp) {
    StringBuilder json = new StringBuilder("{\"" + METADATA + "\":{\"Timestamp\":" + timestamp);
    json.append(",\"CloudWatchMetrics\":[{\"Namespace\":").append(quoted(namespace));
    json.append(",\"Dimensions\":[[");
    String comma = "";
    for (String name : dimensions.keySet()) {
      json.append(comma).append(quoted(name));
      comma = ",";
    }
    json.append("]],\"Metrics\":[");
    comma = "";
    for (Map.Entry<String, Metric> metric : metrics.entrySet()) {
      json.append(comma).append("{\"Name\":").append(quoted(metric.getKey()));
      json.append(",\"Unit\":").append(quoted(metric.getValue().unit));
      json.append(",\"StorageResolution\":").append(metric.getValue().resolution).append('}');
      comma = ",";
    }
    json.append("]}]}");
    dimensions.forEach((name, value) -> member(json, name, quoted(value)));
    properties.forEach((name, value) -> member(json, name, quoted(value)));
    metrics.forEach((name, metric) ->
        member(
            json, name, metric.count == 1 ? metric.values.toString() : "[" + metric.values + "]"));
    metrics.clear();
    return json.append('}').toString();
  }

  private static void member(StringBuilder json, String name, String value) {
    json.append(',').append(quoted(name)).append(':').append(value);
  }

  private static void requireUnused(String name, Map<String, ?> one, Map<String, ?> other) {
    if (name.equals(METADATA) || one.containsKey(name) || other.containsKey(name)) {
      throw new IllegalArgumentException(
          quoted(name) + " is the name of something else in the line already");
    }
  }

  private static void requireText(String what, String text, int most) {
    if (text.isBlank() || text.length() > most) {
      throw new IllegalArgumentException(
          what
              + " must have 1 to "
              + most
              + " characters, not all of them blank, had "
              + text.length());
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        throw new IllegalArgumentException(
            what + " must be of printable ASCII, was " + quoted(text));
      }
    }
  }

  /** As a string of JSON. Half a surrogate pair is replaced: not every reader takes it escaped. */
  private static String quoted(String text) {
    StringBuilder json = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      boolean pair = i + 1 < text.length() && Character.isSurrogatePair(letter, text.charAt(i + 1));
      if (pair) {
        json.append(letter).append(text.charAt(++i));
      } else if (letter == '"' || letter == '\\') {
        json.append('\\').append(letter);
      } else if (letter < ' ' || letter >= 0x7f && letter < 0xa0 || isLineEnd(letter)) {
        json.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          json.append(Character.forDigit(letter >> shift & 0xf, 16));
        }
      } else {
        json.append(Character.isSurrogate(letter) ? '\ufffd' : letter);
      }
    }
    return json.append('"').toString();
  }

  /** What some readers of a log end a line at. */
  private static boolean isLineEnd(char letter) {
    return letter == '\u2028' || letter == '\u2029';
  }
}
