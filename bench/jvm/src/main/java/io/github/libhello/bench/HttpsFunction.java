package io.github.libhello.bench;

import io.github.libhello.Handler;
import io.github.libhello.Invocation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLSession;

/**
 * Fetches what the event names, {@code {"url": "https://localhost:8443/bytes/1024"}}, and answers
 * what it saw: of the connection, of the certificate, and of the body by the reader that the event
 * names as {@code "reader"}. An event without a URL is answered with the number of authorities that
 * are trusted.
 *
 * <p>Connections are kept: the first invocation shakes hands, later ones do not.
 */
final class HttpsFunction implements Handler {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient client;
  private final int trustAnchors;

  private HttpsFunction(Authorities trusted) {
    client = HttpClient.newBuilder().sslContext(trusted.context()).connectTimeout(PATIENCE).build();
    trustAnchors = trusted.count();
  }

  /**
   * Trusts the authority in the file that {@code TRUSTED_AUTHORITY} names, in PEM; without it those
   * of the VM, which {@code -Djavax.net.ssl.trustStore} changes.
   */
  static HttpsFunction fromEnvironment() throws GeneralSecurityException, IOException {
    String file = System.getenv("TRUSTED_AUTHORITY");
    return new HttpsFunction(file == null ? Authorities.ofTheMachine() : Authorities.inFile(file));
  }

  @Override
  public byte[] handle(Invocation invocation) throws Exception {
    Map<String, String> event = Json.read(invocation.payload());
    Map<String, Object> response = new LinkedHashMap<>();
    response.put("trustAnchors", trustAnchors);
    String url = event.get("url");
    if (url != null) {
      BodyReader reader = reader(event.getOrDefault("reader", "Sha256"));
      HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
      HttpResponse<byte[]> got = client.send(request, BodyHandlers.ofByteArray());
      describe(got, response);
      response.put("body", reader.read(got.body()));
    }
    return Json.write(response);
  }

  private static void describe(HttpResponse<byte[]> got, Map<String, Object> response)
      throws IOException {
    SSLSession session =
        got.sslSession().orElseThrow(() -> new IOException("the connection is not encrypted"));
    response.put("status", got.statusCode());
    response.put("version", got.version().name());
    response.put("protocol", session.getProtocol());
    response.put("cipherSuite", session.getCipherSuite());
    response.put("certificateKey", session.getPeerCertificates()[0].getPublicKey().getAlgorithm());
    response.put("keyExchange", got.headers().firstValue("X-Key-Exchange").orElse("unknown"));
    response.put("bytes", got.body().length);
  }

  /** By reflection, as frameworks find what a configuration names. */
  private static BodyReader reader(String name) throws ReflectiveOperationException {
    Class<?> type = Class.forName(HttpsFunction.class.getPackageName() + '.' + name);
    return (BodyReader) type.getDeclaredConstructor().newInstance();
  }
}
