package io.github.libhello.junit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;

/** A function that runs under a local Lambda. May be called by several threads. */
public final class Lambda {

  private final LocalLambda server;
  private final HttpClient client;

  Lambda(LocalLambda server) {
    this.server = server;
    this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  /**
   * Lets an event through the function.
   *
   * @param event JSON, mostly
   * @return what it came to, an error included
   */
  public InvocationResult invoke(String event) {
    return invoke(event.getBytes(UTF_8));
  }

  /**
   * Lets an event through the function.
   *
   * @param event its bytes, which the function gets as they are
   * @return what it came to, an error included
   */
  public InvocationResult invoke(byte[] event) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.address()))
            .header("X-Amz-Log-Type", "Tail")
            .POST(HttpRequest.BodyPublishers.ofByteArray(event))
            .build();
    HttpResponse<byte[]> response;
    try {
      response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException broken) {
      throw new IllegalStateException(
          "The local Lambda does not answer: " + broken.getMessage() + "\n" + log(), broken);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the function ran", interrupted);
    }
    if (response.statusCode() != 200) {
      throw new IllegalStateException(
          "The local Lambda refuses the event with status "
              + response.statusCode()
              + ": "
              + new String(response.body(), UTF_8));
    }
    String log = response.headers().firstValue("X-Amz-Log-Result").orElse("");
    return new InvocationResult(
        response.body(),
        response.headers().firstValue("X-Amz-Function-Error").orElse(null),
        new String(Base64.getDecoder().decode(log), UTF_8));
  }

  /**
   * All that was logged so far, by the function and about it.
   *
   * @return the lines, of which the oldest are dropped after 1 MiB
   */
  public String log() {
    return server.log();
  }
}
