import io.github.libhello.Handler;
import io.github.libhello.LambdaRuntime;
import io.github.libhello.Thrown;
import io.github.libhello.acceptance.Misuse;
import io.github.libhello.acceptance.Scenarios;
import io.github.libhello.internal.Shutdown;
import io.github.libhello.kmeans.KMeansFunction;
import java.io.IOException;

/** One program for all end-to-end cases, so that one native image serves them all. */
public final class Acceptance {

  private Acceptance() {}

  /**
   * Runs the function that the first argument names.
   *
   * @param args {@code runtime}, {@code natives}, {@code k-means}, {@code misuse} or {@code
   *     init-error}, which takes how to fail as the second
   * @throws Exception none that a case expects
   */
  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "runtime" -> LambdaRuntime.run(new Scenarios());
      case "natives" -> natives();
      case "k-means" -> KMeansFunction.main(args);
      case "misuse" -> Misuse.run();
      case "init-error" -> LambdaRuntime.run(() -> unready(args[1]));
      default -> throw new IllegalArgumentException("no such function: " + args[0]);
    }
  }

  private static Handler unready(String how) throws IOException {
    switch (how) {
      case "null" -> {
        return null;
      }
      case "error" -> throw new ExceptionInInitializerError("a class");
      default -> throw new IOException("no configuration", new IllegalStateException("empty"));
    }
  }

  /** The 2018 loop with the scenarios in it; it can also misbehave in ways that only it knows. */
  private static void natives() {
    System.loadLibrary("Hello");
    Test.start();
    Test.start();
    Shutdown.register(Thread.currentThread());
    while (true) {
      String event;
      try {
        event = Test.readRequest();
      } catch (OutOfMemoryError tooLarge) {
        report(tooLarge);
        continue;
      }
      try {
        if (event.equals("scenario:read-twice:")) {
          Test.readRequest();
        }
        Test.writeResponse(Scenarios.answer(event));
        if (event.equals("scenario:answer-twice:")) {
          Test.writeResponse("the second answer");
        }
      } catch (Throwable thrown) {
        report(thrown);
      }
    }
  }

  private static void report(Throwable thrown) {
    try {
      Test.writeError(Thrown.of(thrown));
    } catch (IllegalArgumentException answeredAlready) {
      System.out.println("refused: " + thrown.getMessage());
    }
  }
}
