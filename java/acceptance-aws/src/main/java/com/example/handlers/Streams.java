package com.example.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Bytes in, the same bytes out; the stream of the event before can be written to no more. */
public final class Streams implements RequestStreamHandler {

  private OutputStream before = OutputStream.nullOutputStream();

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    try {
      before.write('!');
    } catch (IOException over) {
      context.getLogger().log("rejected: " + over.getMessage() + "\n");
    }
    before = out;
    in.transferTo(out);
  }
}
