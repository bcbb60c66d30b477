package io.github.libhello.aws;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.github.libhello.Handler;
import io.github.libhello.Invocation;
import io.github.libhello.InvocationContext;
import io.github.libhello.internal.ErrorReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What this module answers, as a JVM does without an image. */
public final class OwnRuntime implements Runtime {

  /** Found by {@link Runtime#own}. */
  public OwnRuntime() {}

  @Override
  public List<String> answer(String handler, byte[] event) {
    ClassLoader loader = OwnRuntime.class.getClassLoader();
    return attempt(() -> BoundHandler.of(HandlerRules.plan(handler, loader), loader).open(), event);
  }

  @Override
  public List<String> echo(Class<?> type, byte[] event) {
    RequestHandler<@Nullable Object, @Nullable Object> echo = (value, context) -> value;
    Codecs codecs = new Codecs(OwnRuntime.class.getClassLoader());
    Codec codec = codecs.of(type);
    return attempt(() -> new ObjectsHandler(echo, codec, codec), event);
  }

  private interface Loading {
    Handler load() throws Exception;
  }

  private static List<String> attempt(Loading loading, byte[] event) {
    InvocationContext context =
        new InvocationContext(
            "8476a536-e9f4-11e8-9739-2dfe598c3fcd", Instant.EPOCH, null, null, null, null, null);
    try {
      return Runtime.response(loading.load().handle(new Invocation(context, event)));
    } catch (Throwable thrown) {
      ErrorReport report = ErrorReport.of(thrown);
      List<String> error =
          new ArrayList<>(List.of("error", report.errorType(), report.errorMessage()));
      error.addAll(report.stackTrace());
      return error;
    }
  }
}
