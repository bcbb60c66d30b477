package io.github.libhello.kmeans;

/** Squared distances between rows of flat arrays, each product with one rounding. */
final class Distances {

  private Distances() {}

  static double square(double[] a, int rowOfA, double[] b, int rowOfB, int dimensions) {
    double sum = 0;
    int i = rowOfA * dimensions;
    int j = rowOfB * dimensions;
    for (int to = i + dimensions; i < to; i++, j++) {
      double difference = a[i] - b[j];
      sum = Math.fma(difference, difference, sum);
    }
    return sum;
  }
}
