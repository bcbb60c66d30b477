package io.github.libhello.acceptance;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A handler of the JDK's HTTP server, which does what the path says. */
public final class UrlScenarios {

  private UrlScenarios() {}

  /**
   * Answers one request.
   *
   * @param exchange the request and its response
   * @throws IOException when the path asks for it
   */
  public static void handle(HttpExchange exchange) throws IOException {
    switch (exchange.getRequestURI().getPath()) {
      case "/echo" -> {
        byte[] body = exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", "application/x-echo");
        exchange.getResponseHeaders().add("Set-Cookie", "a=1");
        exchange.getResponseHeaders().add("Set-Cookie", "b=2");
        exchange.sendResponseHeaders(201, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
      }
      case "/pieces" -> {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
          for (int i = 0; i < 1000; i++) {
            body.write((i + "\n").getBytes(StandardCharsets.UTF_8));
            body.flush();
          }
        }
      }
      case "/fail-late" -> {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write('x');
        exchange.getResponseBody().flush();
        throw new IOException("late");
      }
      case "/none" -> exchange.close();
      default -> exchange.sendResponseHeaders(404, -1);
    }
    exchange.close();
  }
}
