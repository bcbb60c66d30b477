package io.github.libhello.acceptance;

import io.github.libhello.Handler;
import io.github.libhello.Invocation;
import io.github.libhello.InvocationContext;
import io.github.libhello.Snapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The scenarios with hooks around a snapshot, which say in the log that they run. The environment
 * variable {@code CONFORMANCE_HOOKS} says what goes wrong in them, and {@code PRIMING} is an event
 * for the time before the snapshot.
 */
public final class SnapshotScenarios implements Handler {

  private static final String HOOKS = System.getenv().getOrDefault("CONFORMANCE_HOOKS", "");

  private final Scenarios scenarios = new Scenarios();

  /** What is drawn before the snapshot. */
  private @Nullable String drawn;

  private SnapshotScenarios() {}

  /**
   * Registers the hooks.
   *
   * @return the handler
   */
  public static Handler prepare() {
    SnapshotScenarios handler = new SnapshotScenarios();
    if (System.getenv("SEED_PROBE") != null) {
      SeedProbe.install();
    }
    String event = System.getenv("PRIMING");
    if (event != null) {
      Snapshot.prime(event);
      Snapshot.prime((event + "again").getBytes(StandardCharsets.UTF_8));
    }
    Snapshot.before(() -> say("before:1"));
    Snapshot.before(() -> say("before:2"));
    Snapshot.before(() -> handler.drawn = UUID.randomUUID().toString());
    Snapshot.afterRestore(() -> say("after:1"));
    Snapshot.afterRestore(() -> say("after:2"));
    return handler;
  }

  @Override
  public byte[] handle(Invocation invocation) throws Exception {
    InvocationContext context = invocation.context();
    if (context.requestId().startsWith("priming-")) {
      boolean inTime = !Objects.requireNonNull(context.remainingTime()).isZero();
      System.out.println("primed with " + new String(invocation.payload(), StandardCharsets.UTF_8));
      System.out.println(
          context.requestId() + " in time " + inTime + " as " + context.invokedFunctionArn());
    }
    if (new String(invocation.payload(), StandardCharsets.UTF_8).equals("random")) {
      String now = UUID.randomUUID().toString();
      String answer = new SecureRandom().getAlgorithm() + " " + !now.equals(drawn);
      return answer.getBytes(StandardCharsets.UTF_8);
    }
    if (new String(invocation.payload(), StandardCharsets.UTF_8).equals("seeds")) {
      return SeedProbe.seen().getBytes(StandardCharsets.UTF_8);
    }
    return scenarios.handle(invocation);
  }

  private static void say(String hook) throws IOException {
    System.out.println("conformance:" + hook);
    if (HOOKS.equals("exit") && hook.equals("before:1")) {
      System.exit(7);
    }
    if (fails().contains(hook)) {
      throw new IOException("the reason of " + hook, new IllegalStateException("its cause"));
    }
  }

  private static List<String> fails() {
    return switch (HOOKS) {
      case "fail-before" -> List.of("before:2");
      case "fail-after" -> List.of("after:1");
      case "fail-all-before" -> List.of("before:1", "before:2");
      case "fail-all-after" -> List.of("after:1", "after:2");
      default -> List.of();
    };
  }
}
