package io.github.libhello;

import com.sun.net.httpserver.HttpHandler;
import io.github.libhello.internal.url.UrlHandler;

/**
 * Handlers of the JDK's own HTTP server behind a function URL of invoke mode {@code
 * RESPONSE_STREAM}, as they are:
 *
 * <pre>{@code
 * LambdaRuntime.run(FunctionUrl.of(SimpleFileServer.createFileHandler(Path.of("/var/task/site"))));
 * }</pre>
 *
 * <p>A program in a module of its own requires the module {@code jdk.httpserver}; no other needs
 * it.
 */
public final class FunctionUrl {

  private FunctionUrl() {}

  /**
   * Makes a handler of HTTP one of events of payload format 2.0, from a function URL or an HTTP
   * API.
   *
   * <p>The response is streamed; its {@code Content-Length} is left to Lambda. It ends when the
   * handler returns, so that another thread cannot finish it later. A handler that returns without
   * having sent the head of a response, or less of its body than it announced, ends the invocation
   * with an error, as one does that throws. Of the context there is a path, {@code /}, and
   * attributes, but neither a server nor filters nor an authenticator.
   *
   * @param handler called once for each event
   * @return what {@link LambdaRuntime#run} takes. An event that is no HTTP request is an {@link
   *     IllegalArgumentException}
   */
  public static StreamingHandler of(HttpHandler handler) {
    return new UrlHandler(handler);
  }
}
