package io.github.libhello.aws;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.github.libhello.aws.HandlerPlan.Takes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A method of the user's, as one of AWS's interfaces. */
final class HandlerMethod
    implements RequestHandler<@Nullable Object, @Nullable Object>, RequestStreamHandler {

  /** The response of what returns nothing. */
  static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  private final Method method;
  private final @Nullable Object target;
  private final Takes takes;

  /**
   * Binds it.
   *
   * @param plan with a method
   * @param target of the method, {@code null} where it is static
   */
  HandlerMethod(HandlerPlan plan, @Nullable Object target) {
    this.method = Objects.requireNonNull(plan.method());
    this.target = target;
    this.takes = plan.takes();
  }

  @Override
  public @Nullable Object handleRequest(@Nullable Object event, Context context) {
    return call(event, null, context);
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    call(input, output, context);
    if (!takes.output()) {
      output.write(NULL);
    }
  }

  private @Nullable Object call(
      @Nullable Object event, @Nullable OutputStream output, Context context) {
    @Nullable Object[] arguments = new Object[takes.count()];
    int i = 0;
    if (takes.event()) {
      arguments[i++] = event;
    }
    if (takes.output()) {
      arguments[i++] = output;
    }
    if (takes.context()) {
      arguments[i] = context;
    }
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException wrapped) {
      throw StackFrames.<RuntimeException>rethrow(
          wrapped.getCause() == null ? wrapped : wrapped.getCause());
    } catch (IllegalAccessException closed) {
      throw StackFrames.<RuntimeException>rethrow(closed);
    }
  }
}
