package com.example.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.IOException;
import java.util.Map;

/** Fails as the event says. */
public final class Failing implements RequestHandler<Map<String, String>, Object> {

  /** Cannot be made. */
  public static final class Constructor implements RequestHandler<String, String> {

    public Constructor() throws IOException {
      throw new IOException("no configuration");
    }

    @Override
    public String handleRequest(String event, Context context) {
      return event;
    }
  }

  /** Has a getter that throws. */
  public static final class Unwritable {

    public String getName() {
      throw new IllegalStateException("no name");
    }
  }

  @Override
  public Object handleRequest(Map<String, String> event, Context context) {
    IllegalStateException thrown =
        new IllegalStateException(event.get("message"), new IOException("the cause"));
    thrown.addSuppressed(new IOException("close failed"));
    if (event.containsKey("unwritable")) {
      return new Unwritable();
    }
    throw thrown;
  }
}
