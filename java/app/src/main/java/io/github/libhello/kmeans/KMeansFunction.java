package io.github.libhello.kmeans;

import io.github.libhello.LambdaRuntime;

/** The function's entry point through {@link LambdaRuntime}. */
public final class KMeansFunction {

  private KMeansFunction() {}

  /**
   * Answers k-means requests for as long as Lambda sends any.
   *
   * @param args not used
   */
  public static void main(String[] args) {
    LambdaRuntime.run(new KMeansHandler());
  }
}
