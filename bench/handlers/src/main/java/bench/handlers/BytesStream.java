package bench.handlers;

import io.github.libhello.Invocation;
import io.github.libhello.LambdaRuntime;
import io.github.libhello.ResponseStream;
import java.io.IOException;

/**
 * A response in pieces, of as many bytes as the event asks for, of which the one at position n is n
 * modulo 251.
 */
public final class BytesStream {

  private static final int PERIOD = 251;
  private static final int PIECE = 64 * 1024;

  private BytesStream() {}

  /**
   * Answers invocations for as long as Lambda sends any.
   *
   * @param args are not used
   */
  public static void main(String[] args) {
    byte[] pattern = new byte[PIECE + PERIOD];
    for (int i = 0; i < pattern.length; i++) {
      pattern[i] = (byte) (i % PERIOD);
    }
    LambdaRuntime.run((invocation, response) -> respond(invocation, response, pattern));
  }

  private static void respond(Invocation invocation, ResponseStream response, byte[] pattern)
      throws IOException {
    int bytes = requested(invocation.payload());
    for (int position = 0; position < bytes; position += PIECE) {
      response.write(pattern, position % PERIOD, Math.min(PIECE, bytes - position));
    }
  }

  /** The only number of the event. */
  private static int requested(byte[] event) {
    int number = 0;
    for (byte digit : event) {
      if (digit >= '0' && digit <= '9') {
        number = 10 * number + digit - '0';
      }
    }
    return number;
  }
}
