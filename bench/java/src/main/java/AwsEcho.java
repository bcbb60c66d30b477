import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The echo function as AWS's Java runtime interface client takes it. */
public final class AwsEcho implements RequestStreamHandler {

  private static final byte[] PREFIX = "\"conformance:".getBytes(StandardCharsets.UTF_8);

  /** Called by the client. */
  public AwsEcho() {}

  @Override
  public void handleRequest(InputStream event, OutputStream response, Context context)
      throws IOException {
    event.mark(PREFIX.length);
    byte[] start = event.readNBytes(PREFIX.length);
    event.reset();
    if (Arrays.equals(start, PREFIX)) {
      String text = new String(event.readAllBytes(), StandardCharsets.UTF_8);
      response.write(perform(text.substring(PREFIX.length, text.length() - 1)));
    } else {
      event.transferTo(response);
    }
  }

  /** What the conformance suite asks for. */
  private static byte[] perform(String order) {
    int colon = order.indexOf(':');
    String argument = order.substring(colon + 1);
    switch (order.substring(0, colon)) {
      case "throw" -> throw new IllegalStateException(argument);
      case "throw-long" -> throw new IllegalStateException("x".repeat(Integer.parseInt(argument)));
      case "sleep" -> sleep(Long.parseLong(argument));
      case "exit" -> System.exit(Integer.parseInt(argument));
      case "size" -> {
        return ('"' + "x".repeat(Integer.parseInt(argument) - 2) + '"')
            .getBytes(StandardCharsets.UTF_8);
      }
      default -> throw new IllegalArgumentException(order);
    }
    return "\"done\"".getBytes(StandardCharsets.UTF_8);
  }

  private static void sleep(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
