package io.github.libhello.acceptance;

import io.github.libhello.Handler;
import io.github.libhello.Invocation;
import io.github.libhello.InvocationContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Does what the event says: {@code scenario:NAME:ARGUMENT}, of which {@link #perform} lists the
 * names, or {@code "conformance:NAME:ARGUMENT"} with its quotes, as the conformance suite asks.
 * Every other event is echoed, byte for byte.
 */
public final class Scenarios implements Handler {

  private static final String PREFIX = "scenario:";
  private static final String CONFORMANCE = "\"conformance:";

  @Override
  public byte[] handle(Invocation invocation) throws Exception {
    byte[] payload = invocation.payload();
    String scenario = scenario(payload);
    if (scenario == null) {
      return payload;
    }
    if (scenario.equals("context:")) {
      return bytes(describe(invocation.context()));
    }
    if (scenario.equals("null:")) {
      return Misuse.absent();
    }
    if (scenario.equals("raw:")) {
      return new byte[] {(byte) 0xff, 0, (byte) 0xc0, '{'};
    }
    if (scenario.startsWith("array:")) {
      return new byte[Integer.parseInt(scenario.substring("array:".length()))];
    }
    return bytes(perform(scenario));
  }

  /**
   * The scenario that an event names.
   *
   * @param payload the event
   * @return {@code NAME:ARGUMENT}, or {@code null} for an event to be echoed
   */
  private static @Nullable String scenario(byte[] payload) {
    if (!startsWith(payload, PREFIX) && !startsWith(payload, CONFORMANCE)) {
      return null;
    }
    return scenario(new String(payload, StandardCharsets.UTF_8));
  }

  private static boolean startsWith(byte[] payload, String text) {
    byte[] prefix = bytes(text);
    return payload.length >= prefix.length
        && Arrays.equals(payload, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static @Nullable String scenario(String event) {
    if (event.startsWith(PREFIX)) {
      return event.substring(PREFIX.length());
    }
    return event.startsWith(CONFORMANCE)
        ? event.substring(CONFORMANCE.length(), event.length() - 1)
        : null;
  }

  /**
   * Answers an event given as a string, as the {@code Test} natives have it.
   *
   * @param event the event
   * @return the response
   * @throws Exception what the scenario asks for
   */
  public static String answer(String event) throws Exception {
    String scenario = scenario(event);
    if (scenario == null) {
      return event;
    }
    return scenario.equals("null:") ? Misuse.nothing() : perform(scenario);
  }

  private static String perform(String scenario) throws Exception {
    int colon = scenario.indexOf(':');
    String name = scenario.substring(0, colon);
    String argument = scenario.substring(colon + 1);
    return switch (name) {
      case "throw" -> throw new IllegalStateException(argument);
      case "throw-caused" -> throw caused(argument);
      case "throw-error" -> throw new AssertionError(argument);
      case "throw-without-message" -> throw new UnsupportedOperationException();
      case "throw-long" -> throw new IllegalStateException("x".repeat(Integer.parseInt(argument)));
      case "overflow" -> Integer.toString(overflow(0));
      case "out-of-memory" -> Integer.toString(exhaust());
      case "size" -> "x".repeat(Integer.parseInt(argument));
      case "utf16" -> utf16(argument);
      case "panic" -> {
        PanicProbe.panic(argument);
        yield "the panic did not arrive";
      }
      case "exit" -> {
        System.exit(Integer.parseInt(argument));
        yield "still here";
      }
      case "answer-twice" -> "the first answer";
      case "sleep" -> {
        System.out.println("sleeping");
        Thread.sleep(Long.parseLong(argument));
        yield "slept";
      }
      case "print" -> {
        System.out.println(argument);
        yield "printed";
      }
      case "hostile" -> {
        HostileException.raise(argument);
        yield "nothing was thrown";
      }
      case "log-hostile" -> Hostility.log(argument);
      case "thread" -> ThreadSpoiler.describeAndSpoil();
      case "fill-heap" -> FullHeap.fill(argument);
      case "spawn" -> Hostility.spawn();
      case "hang-hook" -> Hostility.hangHook();
      case "run-inside" -> Hostility.runInside(argument);
      case "log" -> {
        Logger.getLogger("a.b").log(Level.WARNING, argument, new IOException("the disk"));
        System.getLogger("c.d").log(System.Logger.Level.INFO, "{0} of {1}", 1, 2);
        Logger.getLogger("a.b").fine("for nobody");
        yield "logged";
      }
      case "metrics" -> MetricScenarios.write(argument);
      case "metrics-aside" -> MetricScenarios.writeBesideSystemOut(argument);
      case "property" -> String.valueOf(System.getProperty(argument));
      case "max-memory" -> Long.toString(Runtime.getRuntime().maxMemory());
      case "platform" -> Platform.failures();
      case "heap" -> HeapScenarios.perform(argument);
      default -> throw new IllegalArgumentException("no such scenario: " + name);
    };
  }

  private static IllegalStateException caused(String message) {
    Exception cause = new IOException("the disk", new NumberFormatException("the root"));
    IllegalStateException exception = new IllegalStateException(message, cause);
    exception.addSuppressed(new IOException("close failed"));
    return exception;
  }

  @SuppressWarnings("InfiniteRecursion")
  private static int overflow(int depth) {
    return overflow(depth + 1) + 1;
  }

  @SuppressWarnings("ModifiedButNotUsed")
  private static int exhaust() {
    List<long[]> all = new ArrayList<>();
    while (true) {
      all.add(new long[1 << 20]);
    }
  }

  /** A string of these UTF-16 units, given in hexadecimal with blanks between. */
  private static String utf16(String units) {
    StringBuilder text = new StringBuilder();
    for (String unit : units.isEmpty() ? new String[0] : units.split(" ")) {
      text.append((char) Integer.parseInt(unit, 16));
    }
    return text.toString();
  }

  private static String describe(InvocationContext context) {
    return String.join(
        "\n",
        context.requestId(),
        String.valueOf(context.deadline() == null ? null : context.deadline().toEpochMilli()),
        String.valueOf(context.invokedFunctionArn()),
        String.valueOf(context.traceId()),
        String.valueOf(context.clientContext()),
        String.valueOf(context.cognitoIdentity()),
        String.valueOf(context.tenantId()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
