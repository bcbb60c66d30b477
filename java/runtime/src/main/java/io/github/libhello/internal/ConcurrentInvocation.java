package io.github.libhello.internal;

import io.github.libhello.InvocationContext;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Which invocation a thread belongs to, where several are open at once. Threads that a handler
 * starts belong to its invocation. One that outlives it, as in an executor that all share, belongs
 * to none: the library knows which tokens are open.
 */
final class ConcurrentInvocation {

  /** For {@link Native#log}. */
  private static final long NONE = -1;

  private static final InheritableThreadLocal<Long> TOKEN = new InheritableThreadLocal<>();

  /** What AWS's SDKs read where no system property can hold the trace id. */
  private static final String TRACE_KEY = "AWS_LAMBDA_X_TRACE_ID";

  private static final @Nullable Method PUT =
      sdk("put", new Class<?>[] {String.class, String.class});
  private static final @Nullable Method REMOVE = sdk("remove", new Class<?>[] {String.class});

  private ConcurrentInvocation() {}

  /** From now on the calling thread belongs to this invocation. */
  static void enter(long token, InvocationContext context) {
    TOKEN.set(token);
    Method put = PUT;
    Method remove = REMOVE;
    if (put == null || remove == null) {
      return;
    }
    String traceId = context.traceId();
    try {
      if (traceId == null) {
        remove.invoke(null, TRACE_KEY);
      } else {
        put.invoke(null, TRACE_KEY, traceId);
      }
    } catch (ReflectiveOperationException failed) {
      // A trace without its link is not worth the invocation.
    }
  }

  /** The token of the calling thread's invocation, which may be over. */
  static long token() {
    Long token = TOKEN.get();
    return token == null ? NONE : token;
  }

  /** Where the function has no SDK of AWS, there is nobody to read it. */
  private static @Nullable Method sdk(String name, Class<?>[] parameters) {
    try {
      return Class.forName(
              "software.amazon.awssdk.utilslite.SdkInternalThreadLocal",
              true,
              ClassLoader.getSystemClassLoader())
          .getMethod(name, parameters);
    } catch (ReflectiveOperationException | LinkageError none) {
      return null;
    }
  }
}
