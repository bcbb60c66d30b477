package io.github.libhello.kmeans;

/**
 * Comparisons that count: 1 or 0 without a branch, which would be guessed wrongly as often as not.
 */
final class Signs {

  private Signs() {}

  /** 1 if a number is at most another, else 0; neither is NaN, nor are both infinite. */
  static int atMost(double a, double b) {
    return 1 - (int) (Double.doubleToRawLongBits(b - a) >>> 63);
  }
}
