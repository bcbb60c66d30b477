package com.example.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.github.libhello.ResponseStream;
import io.github.libhello.aws.HttpResponses;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Answers in two halves, with a head for HTTP where there can be one, and fails between them. */
public final class InPieces implements RequestStreamHandler {

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    String event = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    if (out instanceof ResponseStream) {
      HttpResponses.begin(
          out,
          APIGatewayV2HTTPResponse.builder()
              .withStatusCode(200)
              .withHeaders(Map.of("Content-Type", "text/plain"))
              .build());
    }
    if (event.equals("fail early")) {
      throw new IllegalStateException("nothing");
    }
    out.write("half of ".getBytes(StandardCharsets.UTF_8));
    out.flush();
    if (event.equals("fail")) {
      throw new IllegalStateException("the other half");
    }
    out.write(event.getBytes(StandardCharsets.UTF_8));
  }
}
