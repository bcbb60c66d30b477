import io.github.libhello.kmeans.KMeansHandler;
import io.github.libhello.loop.ErrorText;
import io.github.libhello.loop.LoopThread;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * The loop of 2018, kept as it was: load the library, start it, then read, compute and write for
 * ever. New programs use {@code io.github.libhello.LambdaRuntime}, which does the same with bytes.
 *
 * <p>The other side of the natives is {@code rust/bridge/src/ffi/exports.rs}. They may be called
 * from any platform thread; invocations are read and answered one after the other.
 */
@NullMarked
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
   * @throws IllegalArgumentException when the previous one is not answered yet
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
  static native void writeError(
      String errorType, @Nullable String errorMessage, String @Nullable [] stackTrace);

  /**
   * K-means as a Lambda function. When the loop ends, so does the process, with a line on stderr
   * and status 1; when the process is told to end, it returns.
   *
   * @param args not used
   */
  public static void main(String[] args) {
    try {
      System.loadLibrary("Hello");
      start();
      LoopThread thread = LoopThread.register();
      warmUp();
      while (true) {
        String request;
        try {
          request = readRequest();
        } catch (OutOfMemoryError tooLarge) {
          writeError(tooLarge);
          continue;
        }
        thread.restore();
        try {
          writeResponse(compute(request));
        } catch (Throwable thrown) {
          writeError(thrown);
        }
      }
    } catch (Throwable end) {
      LoopThread.end(end);
    }
  }

  private static String compute(String request) {
    byte[] response = KMeansHandler.answer(request.getBytes(StandardCharsets.UTF_8));
    return new String(response, StandardCharsets.UTF_8);
  }

  /** Links the native of errors, for which a heap that is full has no space. */
  static void warmUp() {
    try {
      writeError("", "", null);
    } catch (IllegalArgumentException nothingToAnswer) {
      // As expected.
    }
  }

  /** Answers with what was thrown; causes follow the stack trace, as Java prints them. */
  static void writeError(Throwable thrown) {
    try {
      write(ErrorText.of(thrown));
    } catch (OutOfMemoryError full) {
      write(ErrorText.HEAP_FULL);
    }
  }

  private static void write(ErrorText error) {
    writeError(error.errorType(), error.errorMessage(), error.stackTrace());
  }
}
