package io.github.libhello.kmeans;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Points round as many places as there are clusters, some of which overlap. Made by exact
 * arithmetic, so that {@code kernel.py} and {@code kernel.rs} have the same.
 *
 * @param coordinates one point after the other
 * @param count how many points
 * @param dimensions how many coordinates each
 * @param clusters how many places
 */
record Blobs(double[] coordinates, int count, int dimensions, int clusters) {

  private static final double SPREAD = 2;

  static Blobs of(int count, int dimensions, int clusters) {
    SplittableRandom random = new SplittableRandom(0);
    double[] places = new double[clusters * dimensions];
    for (int i = 0; i < places.length; i++) {
      places[i] = SPREAD * random.nextDouble();
    }
    double[] coordinates = new double[count * dimensions];
    for (int i = 0; i < coordinates.length; i += dimensions) {
      int place = (int) (random.nextDouble() * clusters);
      for (int j = 0; j < dimensions; j++) {
        double noise = random.nextDouble() + random.nextDouble() - 1;
        coordinates[i + j] = places[place * dimensions + j] + noise;
      }
    }
    return new Blobs(coordinates, count, dimensions, clusters);
  }

  /** The first points, which every run begins with. */
  double[] initialCenters() {
    return Arrays.copyOf(coordinates, clusters * dimensions);
  }

  double[] row(int point) {
    return Arrays.copyOfRange(coordinates, point * dimensions, (point + 1) * dimensions);
  }
}
