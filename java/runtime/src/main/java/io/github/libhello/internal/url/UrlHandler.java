package io.github.libhello.internal.url;

import com.sun.net.httpserver.HttpHandler;
import io.github.libhello.Invocation;
import io.github.libhello.ResponseStream;
import io.github.libhello.StreamingHandler;
import java.util.Objects;

/** Calls a handler of the JDK's HTTP server for each event of payload format 2.0. */
public final class UrlHandler implements StreamingHandler {

  private final HttpHandler handler;
  private final UrlContext context;

  /**
   * Calls this handler.
   *
   * @param handler called once for each event
   */
  public UrlHandler(HttpHandler handler) {
    this.handler = Objects.requireNonNull(handler);
    this.context = new UrlContext(handler);
  }

  @Override
  public void handle(Invocation invocation, ResponseStream response) throws Exception {
    UrlExchange exchange = new UrlExchange(UrlEvent.of(invocation.payload()), response, context);
    handler.handle(exchange);
    exchange.finish();
  }
}
