package io.github.libhello.internal.url;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The context of a handler that answers for every path, without a server. Thread-safe. */
final class UrlContext extends HttpContext {

  private final HttpHandler handler;
  private final Map<String, Object> attributes = new ConcurrentHashMap<>();
  private final List<Filter> filters = new CopyOnWriteArrayList<>();

  UrlContext(HttpHandler handler) {
    this.handler = handler;
  }

  @Override
  public HttpHandler getHandler() {
    return handler;
  }

  @Override
  public void setHandler(HttpHandler other) {
    throw new IllegalArgumentException("the handler is set already");
  }

  @Override
  public String getPath() {
    return "/";
  }

  // The JDK's own exchanges have one, but the handlers of a function URL are called without.
  @Override
  @SuppressWarnings("NullAway")
  public @Nullable HttpServer getServer() {
    return null;
  }

  @Override
  public Map<String, Object> getAttributes() {
    return attributes;
  }

  @Override
  public List<Filter> getFilters() {
    return filters;
  }

  @Override
  @SuppressWarnings("NullAway")
  public @Nullable Authenticator setAuthenticator(Authenticator authenticator) {
    throw new UnsupportedOperationException("a function URL has no authenticator");
  }

  @Override
  @SuppressWarnings("NullAway")
  public @Nullable Authenticator getAuthenticator() {
    return null;
  }
}
