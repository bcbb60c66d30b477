package com.example.billing;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.lambda.powertools.logging.Logging;
import software.amazon.lambda.powertools.metrics.FlushMetrics;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.MetricsFactory;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/** Logs and measures by Powertools' annotations, which AspectJ has woven in. */
public final class Annotated implements RequestHandler<Annotated.Sale, String> {

  private static final Logger LOGGER = LoggerFactory.getLogger("powertools");

  private final Metrics metrics = MetricsFactory.getMetricsInstance();

  /** An event. */
  public record Sale(String item, int count) {}

  @Override
  @Logging(clearState = true)
  @FlushMetrics(captureColdStart = true)
  public String handleRequest(Sale sale, Context context) {
    LOGGER.info("sold {}", sale.item());
    metrics.addMetric("Sold", sale.count(), MetricUnit.COUNT);
    if (sale.count() < 1) {
      throw new IllegalArgumentException("nothing is sold");
    }
    return sale.item();
  }
}
