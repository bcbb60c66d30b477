package io.github.libhello.internal.url;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import io.github.libhello.ResponseStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request and its response, as handlers of the JDK's HTTP server know it. */
final class UrlExchange extends HttpExchange {

  private static final String SET_COOKIE = "Set-Cookie";
  private static final int HTTPS = 443;

  private final UrlEvent event;
  private final URI uri;
  private final Headers requestHeaders;
  private final Headers responseHeaders = new Headers();
  private final Map<String, Object> attributes = new HashMap<>();
  private final UrlBody body;
  private final ResponseStream response;
  private final HttpContext context;
  private InputStream input;
  private OutputStream output;
  private int status = -1;

  /**
   * An exchange without a response yet.
   *
   * @param event the request
   * @param response where the response goes
   * @param context of the handler
   * @throws IllegalArgumentException when a part of the request is malformed
   */
  UrlExchange(UrlEvent event, ResponseStream response, HttpContext context) {
    this.event = event;
    this.uri = event.uri();
    this.requestHeaders = event.headers();
    this.response = response;
    this.context = context;
    this.body = new UrlBody(response);
    this.input = new ByteArrayInputStream(event.body());
    this.output = body;
  }

  /**
   * Holds the response against what was announced, once the handler has returned.
   *
   * @throws IOException when the response is not whole
   */
  void finish() throws IOException {
    if (status < 0) {
      throw new IOException(
          "the handler has sent no response: call sendResponseHeaders before it returns");
    }
    body.finish();
  }

  @Override
  public void sendResponseHeaders(int code, long length) throws IOException {
    if (status >= 0) {
      throw new IOException("the head of the response is sent already");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    List<String> cookies = new ArrayList<>();
    for (Map.Entry<String, List<String>> header : responseHeaders.entrySet()) {
      String name = header.getKey();
      if (name.equalsIgnoreCase(SET_COOKIE)) {
        cookies.addAll(header.getValue());
      } else if (!name.equalsIgnoreCase("Content-Length")
          && !name.equalsIgnoreCase("Transfer-Encoding")) {
        headers.put(name, String.join(", ", header.getValue()));
      }
    }
    response.http(code, headers, cookies);
    status = code;
    boolean bodiless = event.method().equals("HEAD") || code == 204 || code == 304;
    body.begin(length, bodiless);
  }

  @Override
  public Headers getRequestHeaders() {
    return requestHeaders;
  }

  @Override
  public Headers getResponseHeaders() {
    return responseHeaders;
  }

  @Override
  public URI getRequestURI() {
    return uri;
  }

  @Override
  public String getRequestMethod() {
    return event.method();
  }

  @Override
  public HttpContext getHttpContext() {
    return context;
  }

  /** Closes both streams. What is missing of the body is an error when the handler returns. */
  @Override
  public void close() {
    body.close();
  }

  @Override
  public InputStream getRequestBody() {
    return input;
  }

  @Override
  public OutputStream getResponseBody() {
    return output;
  }

  /** The address that the request came from; the port is not known. */
  @Override
  public InetSocketAddress getRemoteAddress() {
    String address = event.sourceIp();
    // Anything else might be looked up as a name.
    boolean literal = address.indexOf(':') >= 0 || address.matches("[0-9.]+");
    try {
      return literal
          ? new InetSocketAddress(InetAddress.getByName(address), 0)
          : InetSocketAddress.createUnresolved(address, 0);
    } catch (UnknownHostException malformed) {
      return InetSocketAddress.createUnresolved(address, 0);
    }
  }

  @Override
  public int getResponseCode() {
    return status;
  }

  /** The name of the function URL, not resolved. */
  @Override
  public InetSocketAddress getLocalAddress() {
    return InetSocketAddress.createUnresolved(event.domainName(), HTTPS);
  }

  @Override
  public String getProtocol() {
    return event.protocol();
  }

  @Override
  @SuppressWarnings("NullAway") // absent is null in the JDK's own exchanges
  public @Nullable Object getAttribute(String name) {
    return attributes.get(name);
  }

  @Override
  public void setAttribute(String name, @Nullable Object value) {
    if (value == null) {
      attributes.remove(name);
    } else {
      attributes.put(name, value);
    }
  }

  @Override
  public void setStreams(@Nullable InputStream other, @Nullable OutputStream otherOutput) {
    if (other != null) {
      input = other;
    }
    if (otherOutput != null) {
      output = otherOutput;
    }
  }

  @Override
  @SuppressWarnings("NullAway") // nobody is authenticated
  public @Nullable HttpPrincipal getPrincipal() {
    return null;
  }
}
