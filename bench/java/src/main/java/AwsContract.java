import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.crac.Core;
import org.crac.Resource;

/**
 * What the conformance suite asks of a function that takes several invocations at once, and hooks
 * around a snapshot, on AWS's Java runtime interface client. Every other event is one of {@link
 * AwsEcho}.
 */
public final class AwsContract implements RequestStreamHandler {

  private static final String PREFIX = "\"conformance:";

  private static final Set<String> NAMES = Set.of("wait", "fail", "log", "ids", "stream-wait");

  /** Held here, since the client holds them weakly. */
  private static final Hooks[] HOOKS = {new Hooks(1), new Hooks(2)};

  private final AwsEcho echo = new AwsEcho();

  /** Called by the client. */
  public AwsContract() {
    for (Hooks hooks : HOOKS) {
      Core.getGlobalContext().register(hooks);
    }
  }

  @Override
  public void handleRequest(InputStream input, OutputStream response, Context context)
      throws IOException {
    byte[] event = input.readAllBytes();
    String text = new String(event, StandardCharsets.UTF_8);
    String[] parts = text.startsWith(PREFIX) ? order(text) : new String[0];
    if (parts.length == 3 && parts[0].equals("stream")) {
      response.write("x".repeat(Integer.parseInt(parts[1])).getBytes(StandardCharsets.UTF_8));
      return;
    }
    if (parts.length < 3 || !NAMES.contains(parts[0])) {
      echo.handleRequest(new ByteArrayInputStream(event), response, context);
      return;
    }
    await(parts[1]);
    byte[] answer = event;
    switch (parts[0]) {
      case "wait" -> {}
      case "stream-wait" -> answer = parts[2].repeat(2).getBytes(StandardCharsets.UTF_8);
      case "fail" -> throw new IllegalStateException(parts[2]);
      case "log" -> context.getLogger().log(parts[2]);
      default -> answer = known(context).getBytes(StandardCharsets.UTF_8);
    }
    response.write(answer);
  }

  private static String[] order(String event) {
    return event.substring(PREFIX.length(), event.length() - 1).split(":", 3);
  }

  private static void await(String path) {
    File file = new File(path);
    try {
      while (!file.exists()) {
        Thread.sleep(3);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String known(Context context) {
    String process = System.getProperty("com.amazonaws.xray.traceHeader");
    return "{\"requestId\":%s,\"traceId\":%s,\"remainingMs\":%d,\"processTraceId\":%s}"
        .formatted(
            quoted(context.getAwsRequestId()),
            quoted(context.getXrayTraceId()),
            context.getRemainingTimeInMillis(),
            quoted(process));
  }

  private static String quoted(String text) {
    return text == null ? "null" : '"' + text + '"';
  }

  /** They say in the log that they run. */
  private record Hooks(int number) implements Resource {

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
      say("before:", "fail-before", 2);
    }

    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
      say("after:", "fail-after", 1);
    }

    private void say(String hook, String failing, int firstToRun) {
      System.out.println("conformance:" + hook + number);
      if (failing.equals(System.getenv("CONFORMANCE_HOOKS")) && number == firstToRun) {
        throw new IllegalStateException("the reason");
      }
    }
  }
}
