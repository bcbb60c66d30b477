package io.github.libhello;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionUrlTest {

  /** Prelude and body of what a handler sends, the NULs between them as a line break. */
  private static String answer(HttpHandler handler, String event) throws Exception {
    byte[] payload = event.getBytes(StandardCharsets.UTF_8);
    InvocationContext context = new InvocationContext("r-1", null, null, null, null, null, null);
    byte[] response =
        Handler.streaming(FunctionUrl.of(handler)).handle(new Invocation(context, payload));
    return new String(response, StandardCharsets.UTF_8).replace("\0\0\0\0\0\0\0\0", "\n");
  }

  private static String event(String method, String path, String more) {
    return "{\"version\":\"2.0\",\"rawPath\":\""
        + path
        + "\",\"requestContext\":{\"domainName\":\"a.example\",\"http\":{\"method\":\""
        + method
        + "\",\"protocol\":\"HTTP/1.1\",\"sourceIp\":\"192.0.2.7\"}}"
        + more
        + "}";
  }

  private static void send(HttpExchange exchange, int length, String body) throws IOException {
    exchange.sendResponseHeaders(200, length);
    exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void handsTheRequestToTheHandler() throws Exception {
    HttpHandler handler =
        exchange -> {
          assertEquals("PUT", exchange.getRequestMethod());
          assertEquals("/a b/é%", exchange.getRequestURI().getPath());
          assertEquals("q=%20&r=%7B", exchange.getRequestURI().getRawQuery());
          assertEquals("1,2", exchange.getRequestHeaders().getFirst("X-Many"));
          assertEquals("a=1; b=2", exchange.getRequestHeaders().getFirst("cookie"));
          assertEquals("192.0.2.7", exchange.getRemoteAddress().getAddress().getHostAddress());
          assertEquals("a.example", exchange.getLocalAddress().getHostString());
          assertEquals("HTTP/1.1", exchange.getProtocol());
          assertEquals("/", exchange.getHttpContext().getPath());
          assertArrayEquals(new byte[] {0, -1}, exchange.getRequestBody().readAllBytes());
          exchange.sendResponseHeaders(204, -1);
        };
    String body = Base64.getEncoder().encodeToString(new byte[] {0, -1});
    String more =
        ",\"rawQueryString\":\"q=%20&r={\",\"headers\":{\"x-many\":\"1,2\"},\"cookies\":[\"a=1\",\"b=2\"],"
            + "\"isBase64Encoded\":true,\"body\":\""
            + body
            + "\"";
    assertTrue(answer(handler, event("PUT", "/a%20b/é%", more)).startsWith("{\"statusCode\":204,"));
  }

  @Test
  void sendsStatusHeadersCookiesAndBody() throws Exception {
    HttpHandler handler =
        exchange -> {
          OutputStream body = exchange.getResponseBody();
          assertThrows(IOException.class, () -> body.write(0));
          exchange.getResponseHeaders().add("X-Two", "a");
          exchange.getResponseHeaders().add("X-Two", "b");
          exchange.getResponseHeaders().add("Set-Cookie", "a=1");
          exchange.getResponseHeaders().add("Set-Cookie", "b=2");
          exchange.getResponseHeaders().set("Content-Length", "4");
          send(exchange, 4, "body");
          exchange.close();
          exchange.close();
          assertThrows(IOException.class, () -> body.write(0));
          assertEquals(200, exchange.getResponseCode());
        };
    assertEquals(
        "{\"statusCode\":200,\"headers\":{\"X-two\":\"a, b\"},\"cookies\":[\"a=1\",\"b=2\"]}\nbody",
        answer(handler, event("GET", "/", "")));
  }

  @Test
  void holdsTheBodyAgainstItsLength() throws Exception {
    String event = event("GET", "/", "");
    assertTrue(answer(exchange -> send(exchange, 0, "any"), event).endsWith("\nany"));
    for (int length : List.of(-1, 3, 5)) {
      assertThrows(
          IOException.class, () -> answer(exchange -> send(exchange, length, "four"), event));
    }
    assertThrows(IOException.class, () -> answer(exchange -> {}, event));
    assertThrows(IOException.class, () -> answer(HttpExchange::close, event));
    HttpHandler twice =
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.sendResponseHeaders(200, -1);
        };
    assertThrows(IOException.class, () -> answer(twice, event));
    assertTrue(
        answer(exchange -> send(exchange, 4, "head"), event("HEAD", "/", "")).endsWith("\n"));
  }

  @Test
  void takesPathsThatAreHostile() throws Exception {
    for (String path :
        List.of("//evil.example/x", "/a?b#c", "/%zz", "/\\u0000", "/[|]", "/\\\\x", "x:y", "")) {
      HttpHandler handler =
          exchange -> {
            assertEquals(null, exchange.getRequestURI().getHost());
            exchange.sendResponseHeaders(204, -1);
          };
      answer(handler, event("GET", path, ""));
    }
  }

  @Test
  void rejectsWhatIsNoRequest() {
    for (String event :
        List.of("", "[]", "{}", "{\"requestContext\":{\"http\":{}}}", "{\"httpMethod\":\"GET\"}")) {
      assertThrows(IllegalArgumentException.class, () -> answer(exchange -> {}, event), event);
    }
    String malformed = ",\"isBase64Encoded\":true,\"body\":\"=\"";
    assertThrows(
        IllegalArgumentException.class,
        () -> answer(exchange -> {}, event("POST", "/", malformed)));
  }

  @Test
  void servesFilesWithTheHandlerOfTheJdk(@TempDir Path folder) throws Exception {
    Files.createDirectories(folder.resolve("site/sub"));
    Files.writeString(folder.resolve("site/a b.txt"), "in the file");
    Files.writeString(folder.resolve("secret.txt"), "secret");
    HttpHandler handler = SimpleFileServer.createFileHandler(folder.resolve("site").toRealPath());
    String found = answer(handler, event("GET", "/a%20b.txt", ""));
    assertTrue(found.startsWith("{\"statusCode\":200,") && found.endsWith("\nin the file"), found);
    assertTrue(found.contains("\"Content-type\":\"text/plain\""), found);
    assertTrue(answer(handler, event("HEAD", "/a%20b.txt", "")).endsWith("}\n"));
    assertTrue(answer(handler, event("GET", "/", "")).contains("<a href=\"a%20b.txt\">"));
    assertTrue(answer(handler, event("GET", "/sub", "")).startsWith("{\"statusCode\":301,"));
    for (String path :
        List.of("/none", "/../secret.txt", "/%2e%2e/secret.txt", "//../secret.txt")) {
      assertTrue(answer(handler, event("GET", path, "")).startsWith("{\"statusCode\":404,"), path);
    }
    assertTrue(
        answer(handler, event("DELETE", "/a%20b.txt", "")).startsWith("{\"statusCode\":405,"));
  }
}
