package io.github.libhello.aws;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.github.libhello.Handler;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A handler with all that is known before it runs; in an image it is part of the executable. */
final class BoundHandler {

  private final HandlerPlan plan;
  private final @Nullable Codec event;
  private final @Nullable Codec response;

  private BoundHandler(HandlerPlan plan, @Nullable Codec event, @Nullable Codec response) {
    this.plan = plan;
    this.event = event;
    this.response = response;
  }

  static BoundHandler of(HandlerPlan plan, ClassLoader loader) {
    if (plan.event() == null && plan.response() == null) {
      return new BoundHandler(plan, null, null);
    }
    Codecs codecs = new Codecs(loader);
    Codec event = codecs.of(plan.event());
    boolean same = event != null && Objects.equals(plan.event(), plan.response());
    return new BoundHandler(plan, event, same ? event : codecs.of(plan.response()));
  }

  HandlerPlan plan() {
    return plan;
  }

  @Nullable Codec event() {
    return event;
  }

  @Nullable Codec response() {
    return response;
  }

  /**
   * Makes the user's object.
   *
   * @return what answers invocations with it
   * @throws Exception what its constructor throws
   */
  Handler open() throws Exception {
    FunctionFacts.load();
    Object target = instance();
    return switch (plan.kind()) {
      case STREAMS -> StreamsHandler.of((RequestStreamHandler) Objects.requireNonNull(target));
      case STREAMS_METHOD -> StreamsHandler.of(new HandlerMethod(plan, target));
      case OBJECTS -> {
        @SuppressWarnings("unchecked")
        RequestHandler<@Nullable Object, @Nullable Object> handler =
            (RequestHandler<@Nullable Object, @Nullable Object>) Objects.requireNonNull(target);
        yield new ObjectsHandler(handler, event, response);
      }
      case OBJECTS_METHOD -> new ObjectsHandler(new HandlerMethod(plan, target), event, response);
    };
  }

  private @Nullable Object instance() throws Exception {
    Constructor<?> constructor = plan.constructor();
    if (constructor == null) {
      return null;
    }
    try {
      return constructor.newInstance();
    } catch (InvocationTargetException wrapped) {
      Throwable thrown = wrapped.getCause() == null ? wrapped : wrapped.getCause();
      throw StackFrames.<Exception>rethrow(StackFrames.cut(thrown));
    }
  }
}
