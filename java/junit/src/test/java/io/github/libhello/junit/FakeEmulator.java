package io.github.libhello.junit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;

/** Serves the Invoke API's path: what is {@code fail} gets an error. */
final class FakeEmulator {

  private FakeEmulator() {}

  public static void main(String[] args) throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server = HttpServer.create(any, 0);
    String path = "/2015-03-31/functions/function/invocations";
    server.createContext(
        path,
        exchange -> {
          String event = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          System.err.println("got " + event);
          byte[] log = ("about " + event + "\n").getBytes(UTF_8);
          var headers = exchange.getResponseHeaders();
          headers.set("X-Amz-Log-Result", Base64.getEncoder().encodeToString(log));
          if (event.equals("fail")) {
            headers.set("X-Amz-Function-Error", "Unhandled");
          }
          byte[] answer = (event + " " + String.join(" ", args)).getBytes(UTF_8);
          exchange.sendResponseHeaders(event.equals("refuse") ? 413 : 200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    System.err.println(
        "lambda-emulator: serving function on http://127.0.0.1:"
            + server.getAddress().getPort()
            + path
            + "; end it with Ctrl-C");
  }
}
