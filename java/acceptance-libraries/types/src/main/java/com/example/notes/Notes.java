package com.example.notes;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Logs by SLF4J's simple logger, and by java.util.logging through SLF4J's bridge. */
public final class Notes implements RequestHandler<String, String> {

  private static final Logger LOGGER = LoggerFactory.getLogger(Notes.class);
  private static final java.util.logging.Logger OTHER =
      java.util.logging.Logger.getLogger("com.example.other");

  static {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  @Override
  public String handleRequest(String event, Context context) {
    LOGGER.debug("not written {}", event);
    LOGGER.info("noted {}", event);
    OTHER.warning(event + " through the bridge");
    return event;
  }
}
