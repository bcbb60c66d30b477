package io.github.libhello.aws;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.core.JsonFactory;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.core.JsonGenerator;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import io.github.libhello.InvocationContext;
import io.github.libhello.internal.Native;
import io.github.libhello.internal.Start;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The logger of the context and of {@link LambdaRuntime#getLogger}: what AWS's client writes, as
 * text or as JSON, above the function's level. To the platform's descriptor for framed records
 * where there is one, so that a message of many lines stays one; else to {@link System#out}.
 */
final class FunctionLogger implements LambdaLogger {

  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  /** By thread, as in AWS's client: what another thread logs has no request id. */
  private static final ThreadLocal<InvocationContext> CURRENT = new ThreadLocal<>();

  /** Made when the first record is, by an image's builder before that: it costs a JVM's start. */
  static final class JsonForm {

    static final JsonFactory FACTORY = new JsonFactory();

    static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private JsonForm() {}
  }

  /** What the function is set to, read at run time: this class may be part of an image. */
  private static final class Settings {

    /** Lines of text could not be told apart where several invocations are open at once. */
    static final boolean JSON =
        "JSON".equalsIgnoreCase(System.getenv("AWS_LAMBDA_LOG_FORMAT")) || !Start.isSequential();

    static final boolean FRAMED = System.getenv("_LAMBDA_TELEMETRY_LOG_FD") != null;
    static final LogLevel MIN_LEVEL = level(System.getenv("AWS_LAMBDA_LOG_LEVEL"));

    private Settings() {}

    /** Without a level everything is written, as by AWS's client. */
    private static LogLevel level(@Nullable String name) {
      return name == null || name.isEmpty() ? LogLevel.UNDEFINED : LogLevel.fromString(name);
    }
  }

  /** Makes this the logger of {@link LambdaRuntime}, which has no setter. */
  static void install() {
    try {
      PrivateField.find(LambdaRuntime.class, "logger").set(null, new FunctionLogger());
    } catch (IllegalAccessException closed) {
      throw PrivateField.unusable(LambdaRuntime.class, "logger", closed);
    }
  }

  static void enter(InvocationContext invocation) {
    CURRENT.set(invocation);
  }

  static void leave() {
    CURRENT.remove();
  }

  @Override
  public void log(String message) {
    log(message, LogLevel.UNDEFINED);
  }

  @Override
  public void log(byte[] message) {
    log(message, LogLevel.UNDEFINED);
  }

  @Override
  public void log(@Nullable String message, LogLevel level) {
    if (!isEnabled(level)) {
      return;
    }
    String text = message;
    if (Settings.JSON) {
      text = json(message, level);
    } else if (level != LogLevel.UNDEFINED) {
      text = "[" + level + "] " + message;
    }
    write(level, text == null ? NULL : text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void log(byte @Nullable [] message, LogLevel level) {
    if (isEnabled(level)) {
      write(level, message == null ? NULL : message);
    }
  }

  private static boolean isEnabled(LogLevel level) {
    return level == LogLevel.UNDEFINED || level.ordinal() >= Settings.MIN_LEVEL.ordinal();
  }

  private static void write(LogLevel level, byte[] message) {
    if (Settings.FRAMED && Native.logFramed(level.ordinal(), message)) {
      return;
    }
    System.out.write(message, 0, message.length);
    System.out.flush();
  }

  private static String json(@Nullable String message, LogLevel level) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JsonForm.FACTORY.createGenerator(text)) {
      out.writeStartObject();
      out.writeStringField("timestamp", JsonForm.TIME.format(Instant.now()));
      if (message != null) {
        out.writeStringField("message", message);
      }
      out.writeStringField("level", level.name());
      InvocationContext invocation = CURRENT.get();
      if (invocation != null) {
        out.writeStringField("AWSRequestId", invocation.requestId());
        if (invocation.tenantId() != null) {
          out.writeStringField("tenantId", invocation.tenantId());
        }
      }
      out.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.append('\n').toString();
  }
}
