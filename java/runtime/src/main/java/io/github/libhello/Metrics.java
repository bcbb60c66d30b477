package io.github.libhello;

import io.github.libhello.internal.metrics.MetricLine;
import io.github.libhello.internal.metrics.StandardOutput;
import java.util.function.Consumer;

/**
 * Metrics of CloudWatch, by a line of JSON in the log: the embedded metric format, out of which
 * CloudWatch makes the metrics itself. No call is made, and no permission is needed.
 *
 * <pre>{@code
 * byte[] handle(Invocation invocation) {
 *   try (Metrics metrics = Metrics.of("Shop").dimension("service", "orders")) {
 *     metrics.property("requestId", invocation.context().requestId());
 *     metrics.put("placed", 1, Metrics.Unit.COUNT);
 *     ...
 *   }
 * }
 * }</pre>
 *
 * <p>One object collects what belongs together, usually the metrics of one invocation, and writes
 * it when it is closed. A metric may be put several times, and has all the values then. Where there
 * are more than the format allows, 100 metrics or 100 values of one, a line is written, and the
 * next begins with the same dimensions and properties.
 *
 * <p>Lines go to the process's standard output, whatever {@link System#out} is, in one piece each.
 * Thread-safe.
 *
 * <p>What CloudWatch would silently drop is rejected with an {@link IllegalArgumentException}: a
 * value that is no number or beyond 2^360, a name or a dimension's value that is blank, too long or
 * not of printable ASCII, and a name that the line has already for something else.
 */
public final class Metrics implements AutoCloseable {

  /** The units that CloudWatch knows. */
  public enum Unit {
    /** Seconds. */
    SECONDS("Seconds"),
    /** Microseconds. */
    MICROSECONDS("Microseconds"),
    /** Milliseconds. */
    MILLISECONDS("Milliseconds"),
    /** Bytes. */
    BYTES("Bytes"),
    /** Kilobytes. */
    KILOBYTES("Kilobytes"),
    /** Megabytes. */
    MEGABYTES("Megabytes"),
    /** Gigabytes. */
    GIGABYTES("Gigabytes"),
    /** Terabytes. */
    TERABYTES("Terabytes"),
    /** Bits. */
    BITS("Bits"),
    /** Kilobits. */
    KILOBITS("Kilobits"),
    /** Megabits. */
    MEGABITS("Megabits"),
    /** Gigabits. */
    GIGABITS("Gigabits"),
    /** Terabits. */
    TERABITS("Terabits"),
    /** Percent. */
    PERCENT("Percent"),
    /** A number of things. */
    COUNT("Count"),
    /** Bytes per second. */
    BYTES_PER_SECOND("Bytes/Second"),
    /** Kilobytes per second. */
    KILOBYTES_PER_SECOND("Kilobytes/Second"),
    /** Megabytes per second. */
    MEGABYTES_PER_SECOND("Megabytes/Second"),
    /** Gigabytes per second. */
    GIGABYTES_PER_SECOND("Gigabytes/Second"),
    /** Terabytes per second. */
    TERABYTES_PER_SECOND("Terabytes/Second"),
    /** Bits per second. */
    BITS_PER_SECOND("Bits/Second"),
    /** Kilobits per second. */
    KILOBITS_PER_SECOND("Kilobits/Second"),
    /** Megabits per second. */
    MEGABITS_PER_SECOND("Megabits/Second"),
    /** Gigabits per second. */
    GIGABITS_PER_SECOND("Gigabits/Second"),
    /** Terabits per second. */
    TERABITS_PER_SECOND("Terabits/Second"),
    /** A number of things per second. */
    COUNT_PER_SECOND("Count/Second"),
    /** No unit. */
    NONE("None");

    private final String name;

    Unit(String name) {
      this.name = name;
    }
  }

  /** How finely CloudWatch keeps a metric. */
  public enum Resolution {
    /** By the minute. */
    STANDARD(60),
    /** By the second, which costs more. */
    HIGH(1);

    private final int seconds;

    Resolution(int seconds) {
      this.seconds = seconds;
    }
  }

  private final Consumer<String> output;
  private final MetricLine line;
  private boolean closed;

  private Metrics(String namespace, Consumer<String> output) {
    line = new MetricLine(namespace);
    this.output = output;
  }

  /**
   * Begins to collect metrics.
   *
   * @param namespace where CloudWatch puts them, at most 255 letters, digits and {@code .-_/#:}
   * @return a new object, to be closed
   */
  public static Metrics of(String namespace) {
    return new Metrics(namespace, StandardOutput::write);
  }

  /** As {@link #of}, with the lines to a place of a test's. */
  static Metrics of(String namespace, Consumer<String> output) {
    return new Metrics(namespace, output);
  }

  /**
   * Adds a dimension. CloudWatch makes a metric of its own, and bills it, of each combination of
   * values, so take none that every invocation has another value of.
   *
   * @param name at most 250 characters, not the first of which is a colon
   * @param value at most 1024 characters
   * @return this
   * @throws IllegalArgumentException if either is not allowed, or there are 30 dimensions already
   * @throws IllegalStateException if this object is closed
   */
  public synchronized Metrics dimension(String name, String value) {
    requireOpen();
    line.dimension(name, value);
    return this;
  }

  /**
   * Adds what the line has beside its metrics, to be searched for in the log: the request id for
   * example. The last value of a name holds.
   *
   * @param name any that is no metric's or dimension's
   * @param value any text
   * @return this
   * @throws IllegalArgumentException if the name is not allowed
   * @throws IllegalStateException if this object is closed
   */
  public synchronized Metrics property(String name, String value) {
    requireOpen();
    line.property(name, value);
    return this;
  }

  /**
   * Adds a value to a metric, which CloudWatch keeps by the minute.
   *
   * @param name at most 255 characters
   * @param value a finite number
   * @param unit the same for all values of a metric
   * @return this
   * @throws IllegalArgumentException if the name or the value is not allowed
   * @throws IllegalStateException if this object is closed
   */
  public Metrics put(String name, double value, Unit unit) {
    return put(name, value, unit, Resolution.STANDARD);
  }

  /**
   * Adds a value to a metric.
   *
   * @param name at most 255 characters
   * @param value a finite number
   * @param unit the same for all values of a metric
   * @param resolution the same for all values of a metric
   * @return this
   * @throws IllegalArgumentException if the name or the value is not allowed
   * @throws IllegalStateException if this object is closed
   */
  public synchronized Metrics put(String name, double value, Unit unit, Resolution resolution) {
    requireOpen();
    if (line.isFullFor(name)) {
      flush();
    }
    line.put(name, value, unit.name, resolution.seconds);
    return this;
  }

  /** Writes what was put since the last time, if anything was; dimensions and properties stay. */
  public synchronized void flush() {
    if (line.hasValues()) {
      output.accept(line.take(System.currentTimeMillis()));
    }
  }

  /** As {@link #flush}, and nothing more can be put. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      flush();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("these metrics are closed");
    }
  }
}
