import io.github.libhello.FunctionUrl;
import io.github.libhello.Handler;
import io.github.libhello.HandlerFactory;
import io.github.libhello.LambdaRuntime;
import io.github.libhello.acceptance.ConcurrentScenarios;
import io.github.libhello.acceptance.HostileException;
import io.github.libhello.acceptance.Hostility;
import io.github.libhello.acceptance.Misuse;
import io.github.libhello.acceptance.Scenarios;
import io.github.libhello.acceptance.SnapshotScenarios;
import io.github.libhello.acceptance.StreamScenarios;
import io.github.libhello.acceptance.UrlScenarios;
import io.github.libhello.kmeans.KMeansFunction;
import io.github.libhello.loop.LoopThread;
import java.io.IOException;
import org.jspecify.annotations.NullMarked;

/** One program for all end-to-end cases, so that one native image serves them all. */
@NullMarked
public final class Acceptance {

  private Acceptance() {}

  /**
   * Runs the function that the first argument names.
   *
   * @param args {@code runtime}, {@code streams}, {@code url}, {@code snapshots}, {@code
   *     concurrent}, {@code per-worker}, {@code natives}, {@code k-means}, {@code misuse}, {@code
   *     caught}, or {@code init-error}, which takes how to fail as the second
   * @throws Exception none that a case expects
   */
  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "runtime" -> LambdaRuntime.run(new Scenarios());
      case "streams" -> LambdaRuntime.run(new StreamScenarios());
      case "url" -> LambdaRuntime.run(FunctionUrl.of(UrlScenarios::handle));
      case "snapshots" -> LambdaRuntime.run(SnapshotScenarios::prepare);
      case "concurrent" -> LambdaRuntime.run(new ConcurrentScenarios());
      case "per-worker" -> LambdaRuntime.run(HandlerFactory.perWorker(ConcurrentScenarios::new));
      case "natives" -> natives();
      case "k-means" -> KMeansFunction.main(args);
      case "misuse" -> Misuse.run();
      case "caught" -> caught();
      case "init-error" -> LambdaRuntime.run(() -> unready(args[1]));
      default -> throw new IllegalArgumentException("no such function: " + args[0]);
    }
  }

  /** Whatever {@code run} throws is ignored, and the program goes on for ever. */
  private static void caught() throws InterruptedException {
    try {
      LambdaRuntime.run(new Scenarios());
    } catch (Throwable ignored) {
      System.out.println("caught " + ignored);
    }
    Thread.sleep(Long.MAX_VALUE);
  }

  private static Handler unready(String how) throws Exception {
    if (how.startsWith("hostile:")) {
      HostileException.raise(how.substring("hostile:".length()));
    }
    return switch (how) {
      case "threads" -> {
        Hostility.spawn();
        throw new IOException("no configuration");
      }
      case "null" -> nothing();
      case "error" -> throw new ExceptionInInitializerError("a class");
      default -> throw new IOException("no configuration", new IllegalStateException("empty"));
    };
  }

  // What a factory must not return.
  @SuppressWarnings("NullAway")
  private static Handler nothing() {
    return null;
  }

  /** The 2018 loop with the scenarios in it; it can also misbehave in ways that only it knows. */
  private static void natives() {
    try {
      System.loadLibrary("Hello");
      Test.start();
      Test.start();
      LoopThread thread = LoopThread.register();
      Test.warmUp();
      while (true) {
        String event;
        try {
          event = Test.readRequest();
        } catch (OutOfMemoryError tooLarge) {
          report(tooLarge);
          continue;
        }
        thread.restore();
        answer(event);
      }
    } catch (Throwable end) {
      LoopThread.end(end);
    }
  }

  private static void answer(String event) {
    try {
      if (event.equals("scenario:read-twice:")) {
        Test.readRequest();
      }
      Test.writeResponse(
          event.startsWith("scenario:equals:") ? likeJavas(event) : Scenarios.answer(event));
      if (event.equals("scenario:answer-twice:")) {
        Test.writeResponse("the second answer");
      }
    } catch (Throwable thrown) {
      report(thrown);
    }
  }

  /** Whether the library's string is the one that Java makes of the same characters. */
  private static String likeJavas(String event) {
    String javas = new String(event.toCharArray());
    boolean equal = event.equals(javas) && javas.equals(event) && event.compareTo(javas) == 0;
    return Boolean.toString(equal && event.hashCode() == javas.hashCode());
  }

  private static void report(Throwable thrown) {
    try {
      Test.writeError(thrown);
    } catch (IllegalArgumentException answeredAlready) {
      System.out.println("refused: " + thrown.getMessage());
    }
  }
}
