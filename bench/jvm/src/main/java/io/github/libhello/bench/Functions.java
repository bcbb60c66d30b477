package io.github.libhello.bench;

import io.github.libhello.LambdaRuntime;

/** One program for all of them, so that one native image serves them all. */
public final class Functions {

  private Functions() {}

  /**
   * Runs the function that the first argument names.
   *
   * @param args {@code https}, {@code sine} or {@code allocation}
   */
  public static void main(String[] args) {
    switch (args.length == 1 ? args[0] : "") {
      case "https" -> LambdaRuntime.run(HttpsFunction::fromEnvironment);
      case "sine" -> LambdaRuntime.run(new SineFunction());
      case "allocation" -> LambdaRuntime.run(new AllocationFunction());
      default -> throw new IllegalArgumentException("say https, sine or allocation");
    }
  }
}
