package com.example.billing;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs by Log4j and by SLF4J, to AWS's appender. */
public final class Bills implements RequestHandler<String, String> {

  private static final Logger LOGGER = LogManager.getLogger(Bills.class);
  private static final org.slf4j.Logger OTHER = LoggerFactory.getLogger("com.example.other");

  @Override
  public String handleRequest(String event, Context context) {
    LOGGER.debug("not written {}", event);
    LOGGER.info("billed {}", event);
    OTHER.warn("{} by SLF4J", event);
    LOGGER.error("failed {}", event, new IllegalStateException("on purpose"));
    return event;
  }
}
