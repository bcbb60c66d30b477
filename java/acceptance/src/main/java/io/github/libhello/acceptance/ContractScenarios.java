package io.github.libhello.acceptance;

import io.github.libhello.Handler;
import io.github.libhello.Invocation;
import io.github.libhello.InvocationContext;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Does what the conformance suite asks of a function that takes several invocations at once: {@code
 * "conformance:NAME:PATH:TEXT"} when there is a file at the path. Every other event is one of
 * {@link Scenarios}.
 */
final class ContractScenarios implements Handler {

  static final String PREFIX = "\"conformance:";

  private static final Set<String> NAMES = Set.of("wait", "fail", "log", "ids");
  private static final Logger LOG = Logger.getLogger("contract");

  private final Scenarios scenarios = new Scenarios();

  @Override
  public byte[] handle(Invocation invocation) throws Exception {
    String event = new String(invocation.payload(), StandardCharsets.UTF_8);
    String[] parts = event.substring(PREFIX.length(), event.length() - 1).split(":", 3);
    if (parts.length < 3 || !NAMES.contains(parts[0])) {
      return scenarios.handle(invocation);
    }
    await(parts[1]);
    switch (parts[0]) {
      case "wait" -> {}
      case "fail" -> throw new IllegalStateException(parts[2]);
      case "log" -> LOG.info(parts[2]);
      default -> {
        return known(invocation.context()).getBytes(StandardCharsets.UTF_8);
      }
    }
    return invocation.payload();
  }

  /**
   * Waits until there is a file.
   *
   * @param path of the file
   * @throws InterruptedException if it is not worth to wait any longer
   */
  static void await(String path) throws InterruptedException {
    File file = new File(path);
    while (!file.exists()) {
      Thread.sleep(3);
    }
  }

  private static String known(InvocationContext context) {
    Duration left = context.remainingTime();
    return "{\"requestId\":%s,\"traceId\":%s,\"remainingMs\":%s,\"processTraceId\":%s}"
        .formatted(
            quoted(context.requestId()),
            quoted(context.traceId()),
            left == null ? null : left.toMillis(),
            quoted(System.getProperty("com.amazonaws.xray.traceHeader")));
  }

  private static @Nullable String quoted(@Nullable String text) {
    return text == null ? null : '"' + text + '"';
  }
}
