package com.example.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.InputStream;
import java.io.OutputStream;
import tools.jackson.databind.json.JsonMapper;

/** A handler with a Jackson of its own, on a class of its own. */
public final class WithJackson implements RequestStreamHandler {

  private final JsonMapper mapper = new JsonMapper();

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) {
    mapper.writeValue(out, mapper.readValue(in, Zoo.class));
  }
}
