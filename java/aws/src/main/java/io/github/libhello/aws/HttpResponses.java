package io.github.libhello.aws;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.github.libhello.ResponseStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Responses of HTTP that are AWS's objects, in pieces. Needs {@code aws-lambda-java-events}, which
 * no other class of this library does.
 */
public final class HttpResponses {

  private HttpResponses() {}

  /**
   * Begins the response of a {@code RequestStreamHandler} with status, headers and cookies, and
   * with the body if there is one; what is written afterwards follows.
   *
   * @param out what the handler was given, in a function whose {@code LIBHELLO_RESPONSE_MODE} is
   *     {@code streaming}
   * @param response what the response begins with
   * @throws IOException when nobody reads it any more
   * @throws IllegalArgumentException when a part of it cannot be sent
   * @throws IllegalStateException when the response has begun, or is not streamed
   */
  public static void begin(OutputStream out, APIGatewayV2HTTPResponse response) throws IOException {
    if (!(out instanceof ResponseStream stream)) {
      throw new IllegalStateException(
          "the response is not streamed: set LIBHELLO_RESPONSE_MODE to streaming");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    if (response.getHeaders() != null) {
      headers.putAll(response.getHeaders());
    }
    if (response.getMultiValueHeaders() != null) {
      response
          .getMultiValueHeaders()
          .forEach((name, values) -> headers.put(name, String.join(", ", values)));
    }
    List<String> cookies = response.getCookies();
    byte[] body = body(response);
    stream.http(response.getStatusCode(), headers, cookies == null ? List.of() : cookies);
    stream.write(body);
  }

  private static byte[] body(APIGatewayV2HTTPResponse response) {
    String body = response.getBody();
    if (body == null) {
      return new byte[0];
    }
    return response.getIsBase64Encoded()
        ? Base64.getDecoder().decode(body)
        : body.getBytes(StandardCharsets.UTF_8);
  }
}
