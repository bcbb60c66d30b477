import io.github.libhello.Thrown;
import io.github.libhello.internal.Shutdown;
import io.github.libhello.kmeans.KMeansHandler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The loop of 2018, kept as it was: load the library, start it, then read, compute and write for
 * ever. New programs use {@code io.github.libhello.LambdaRuntime}, which does the same with bytes.
 *
 * <p>The other side of the natives is {@code rust/bridge/src/ffi/exports.rs}. They may be called
 * from any platform thread; invocations are read and answered one after the other.
 */
public final class Test {

  private Test() {}

  /**
   * Starts the Runtime API loop on a thread of the library's own and returns. A second call does
   * nothing.
   *
   * @throws RuntimeException outside Lambda; the message names the variable that is missing
   */
  static native void start();

  /**
   * Blocks until there is an event.
   *
   * @return the event; bytes that are not UTF-8 are replaced by U+FFFD
   * @throws IllegalArgumentException when the one before has no answer yet
   * @throws OutOfMemoryError when the event finds no room; it can still be answered
   * @throws RuntimeException when no more events will come
   */
  static native String readRequest();

  /**
   * Answers the event that was read last. A lone surrogate is sent as a question mark.
   *
   * @param response at most 6 MiB and 100 bytes of UTF-8
   * @throws IllegalArgumentException when there is nothing to answer, or when the response is too
   *     large: then the event can still be answered
   */
  static native void writeResponse(String response);

  /**
   * Answers the event that was read last with an error. The one native that 2018 did not have:
   * there, a failed computation ended the process.
   *
   * @param errorType the throwable's class name
   * @param errorMessage its message, {@code null} for none
   * @param stackTrace a line a frame, {@code null} for none
   * @throws IllegalArgumentException when there is nothing to answer
   */
  static native void writeError(String errorType, String errorMessage, String[] stackTrace);

  /**
   * K-means as a Lambda function.
   *
   * @param args not used
   */
  public static void main(String[] args) {
    try {
      System.loadLibrary("Hello");
      start();
      Shutdown.register(Thread.currentThread());
      while (true) {
        String request;
        try {
          request = readRequest();
        } catch (OutOfMemoryError tooLarge) {
          writeError(Thrown.of(tooLarge));
          continue;
        }
        try {
          writeResponse(compute(request));
        } catch (Throwable thrown) {
          writeError(Thrown.of(thrown));
        }
      }
    } catch (UnsatisfiedLinkError | RuntimeException e) {
      if (!Shutdown.begun()) {
        System.err.println(e.getMessage());
        System.exit(1);
      }
    }
  }

  private static String compute(String request) {
    byte[] response = KMeansHandler.answer(request.getBytes(StandardCharsets.UTF_8));
    return new String(response, StandardCharsets.UTF_8);
  }

  /** Causes follow the stack trace, as Java prints them. */
  static void writeError(Thrown thrown) {
    List<String> lines = new ArrayList<>(thrown.stackTrace());
    for (Thrown cause = thrown.cause(); cause != null; cause = cause.cause()) {
      lines.add("Caused by: " + cause.errorType() + ": " + cause.errorMessage());
      lines.addAll(cause.stackTrace());
    }
    writeError(thrown.errorType(), thrown.errorMessage(), lines.toArray(new String[lines.size()]));
  }
}
