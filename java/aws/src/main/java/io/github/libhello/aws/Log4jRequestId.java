package io.github.libhello.aws;

import com.amazonaws.services.lambda.runtime.LambdaRuntimeInternal;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * The request id in Log4j's thread context, as {@code AWSRequestId}, where AWS's appender for Log4j
 * is in use. By reflection, since handlers need not have Log4j.
 */
final class Log4jRequestId {

  private static @Nullable Method put;
  private static volatile boolean looked;

  private Log4jRequestId() {}

  static void put(String requestId) {
    if (!LambdaRuntimeInternal.getUseLog4jAppender()) {
      return;
    }
    Method method = find(HandlerMain.class.getClassLoader());
    if (method != null) {
      try {
        method.invoke(null, "AWSRequestId", requestId);
      } catch (ReflectiveOperationException failed) {
        // A line without its request id is not worth the invocation.
      }
    }
  }

  /**
   * Looks for Log4j once: an image's builder does so.
   *
   * @param loader of the handler
   * @return what puts a value, {@code null} without Log4j
   */
  static @Nullable Method find(ClassLoader loader) {
    if (!looked) {
      try {
        put =
            Class.forName("org.apache.logging.log4j.ThreadContext", false, loader)
                .getMethod("put", String.class, String.class);
      } catch (ReflectiveOperationException | LinkageError none) {
        put = null;
      }
      // Last: another thread that looks at the same moment must find the method, too.
      looked = true;
    }
    return put;
  }
}
