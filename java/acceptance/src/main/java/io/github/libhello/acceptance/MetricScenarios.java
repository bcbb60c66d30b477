package io.github.libhello.acceptance;

import io.github.libhello.Metrics;
import io.github.libhello.Metrics.Resolution;
import io.github.libhello.Metrics.Unit;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Writes metrics, with a text as a property. */
final class MetricScenarios {

  private MetricScenarios() {}

  static String write(String text) {
    try (Metrics metrics = Metrics.of("Acceptance").dimension("stage", "test")) {
      metrics.property("text", text);
      metrics.put("length", text.length(), Unit.COUNT);
      metrics.put("took", 0.25, Unit.MILLISECONDS, Resolution.HIGH);
      metrics.put("took", 1e22, Unit.MILLISECONDS, Resolution.HIGH);
    }
    return "measured";
  }

  /** Where {@link System#out} goes elsewhere, as a logging library may have it. */
  static String writeBesideSystemOut(String text) {
    PrintStream before = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    try {
      return write(text);
    } finally {
      System.setOut(before);
    }
  }
}
