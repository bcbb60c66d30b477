package com.example.billing;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.MetricsFactory;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/** Logs and measures by Powertools, without annotations. */
public final class Measures implements RequestHandler<Measures.Sale, String> {

  private static final Logger LOGGER = LoggerFactory.getLogger("powertools");

  private final Metrics metrics = MetricsFactory.getMetricsInstance();

  /** An event. */
  public record Sale(String item, int count) {}

  @Override
  public String handleRequest(Sale sale, Context context) {
    return PowertoolsLogging.withLogging(
        context,
        () -> {
          LOGGER.info("sold {}", sale.item());
          metrics.addMetric("Sold", sale.count(), MetricUnit.COUNT);
          metrics.flush();
          return sale.item();
        });
  }
}
