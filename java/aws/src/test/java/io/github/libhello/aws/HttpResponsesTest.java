package io.github.libhello.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.github.libhello.ResponseStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HttpResponsesTest {

  /** Notes what it is told. */
  private static final class Notes extends ResponseStream {

    private final StringBuilder all = new StringBuilder();

    @Override
    public void contentType(String contentType) {
      all.append(contentType);
    }

    @Override
    public void http(int status, Map<String, String> headers, List<String> cookies) {
      all.append(status).append(new TreeMap<>(headers)).append(cookies);
    }

    @Override
    public void write(int b) {
      all.append((char) b);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private static String begin(APIGatewayV2HTTPResponse response) throws Exception {
    Notes notes = new Notes();
    HttpResponses.begin(notes, response);
    notes.write("...".getBytes(StandardCharsets.UTF_8));
    return notes.all.toString();
  }

  @Test
  void beginsWithAllThatAResponseHas() throws Exception {
    APIGatewayV2HTTPResponse response =
        APIGatewayV2HTTPResponse.builder()
            .withStatusCode(201)
            .withHeaders(Map.of("A", "1"))
            .withMultiValueHeaders(Map.of("B", List.of("2", "3")))
            .withCookies(List.of("c=4"))
            .withBody("body")
            .build();
    assertEquals("201{A=1, B=2, 3}[c=4]body...", begin(response));
  }

  @Test
  void beginsWithoutWhatAResponseHasNot() throws Exception {
    assertEquals(
        "204{}[]...", begin(APIGatewayV2HTTPResponse.builder().withStatusCode(204).build()));
  }

  @Test
  void decodesABodyInBase64() throws Exception {
    APIGatewayV2HTTPResponse response =
        APIGatewayV2HTTPResponse.builder()
            .withStatusCode(200)
            .withBody("Ym9keQ==")
            .withIsBase64Encoded(true)
            .build();
    assertEquals("200{}[]body...", begin(response));
    response.setBody("=");
    assertThrows(IllegalArgumentException.class, () -> begin(response));
  }

  @Test
  void needsAResponseInPieces() {
    APIGatewayV2HTTPResponse response = new APIGatewayV2HTTPResponse();
    assertThrows(
        IllegalStateException.class,
        () -> HttpResponses.begin(new ByteArrayOutputStream(), response));
  }
}
