package io.github.libhello.internal.url;

import com.sun.net.httpserver.Headers;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request of HTTP, as an event of payload format 2.0 has it.
 *
 * <p>Source: AWS Lambda developer guide, "Invoking Lambda function URLs".
 */
final class UrlEvent {

  private static final String SIGNS_OF_A_URI = "-._~!$&'()*+,;=:@/?%";

  private final Map<?, ?> event;
  private final Map<?, ?> context;
  private final Map<?, ?> http;

  private UrlEvent(Map<?, ?> event, Map<?, ?> context, Map<?, ?> http) {
    this.event = event;
    this.context = context;
    this.http = http;
  }

  /**
   * Reads an event.
   *
   * @param payload the event's bytes
   * @return the request
   * @throws IllegalArgumentException when it is none
   */
  static UrlEvent of(byte[] payload) {
    Object event = JsonReader.read(new String(payload, StandardCharsets.UTF_8));
    if (event instanceof Map<?, ?> fields
        && fields.get("requestContext") instanceof Map<?, ?> context
        && context.get("http") instanceof Map<?, ?> http
        && http.get("method") instanceof String) {
      return new UrlEvent(fields, context, http);
    }
    throw new IllegalArgumentException(
        "the event is no request of payload format 2.0: it has no requestContext.http.method");
  }

  String method() {
    return text(http, "method", "GET");
  }

  String protocol() {
    return text(http, "protocol", "HTTP/1.1");
  }

  String sourceIp() {
    return text(http, "sourceIp", "");
  }

  String domainName() {
    return text(context, "domainName", "localhost");
  }

  /** Path and query; what cannot stand in a URI is escaped, as an HTTP API decodes paths. */
  URI uri() {
    String path = text(event, "rawPath", "/");
    String query = text(event, "rawQueryString", "");
    // Two slashes would be the beginning of a host.
    String safe = path.startsWith("//") ? "/%2F" + path.substring(2) : path;
    StringBuilder uri = new StringBuilder(safe.startsWith("/") ? "" : "/");
    escape(safe.replace("?", "%3F"), uri);
    if (!query.isEmpty()) {
      escape(query, uri.append('?'));
    }
    try {
      return new URI(uri.toString());
    } catch (URISyntaxException malformed) {
      throw new IllegalArgumentException("the path of the event is none", malformed);
    }
  }

  Headers headers() {
    Headers headers = new Headers();
    if (event.get("headers") instanceof Map<?, ?> sent) {
      for (Map.Entry<?, ?> header : sent.entrySet()) {
        if (header.getKey() instanceof String name && header.getValue() instanceof String value) {
          headers.add(name, value);
        }
      }
    }
    if (event.get("cookies") instanceof List<?> cookies && !cookies.isEmpty()) {
      StringBuilder all = new StringBuilder();
      for (Object cookie : cookies) {
        all.append(all.isEmpty() ? "" : "; ").append(cookie);
      }
      headers.set("Cookie", all.toString());
    }
    return headers;
  }

  byte[] body() {
    String body = text(event, "body", "");
    return Boolean.TRUE.equals(event.get("isBase64Encoded"))
        ? Base64.getDecoder().decode(body)
        : body.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(Map<?, ?> fields, String name, String otherwise) {
    @Nullable Object value = fields.get(name);
    return value instanceof String text ? text : otherwise;
  }

  private static void escape(String text, StringBuilder uri) {
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (letter || SIGNS_OF_A_URI.indexOf(c) >= 0) {
        uri.append(c);
      } else {
        uri.append('%').append(Character.toUpperCase(Character.forDigit(c >> 4, 16)));
        uri.append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
      }
    }
    escapeLonePercents(uri);
  }

  private static void escapeLonePercents(StringBuilder uri) {
    for (int at = uri.indexOf("%"); at >= 0; at = uri.indexOf("%", at + 1)) {
      boolean escaped =
          at + 2 < uri.length()
              && Character.digit(uri.charAt(at + 1), 16) >= 0
              && Character.digit(uri.charAt(at + 2), 16) >= 0;
      if (!escaped) {
        uri.insert(at + 1, "25");
      }
    }
  }
}
