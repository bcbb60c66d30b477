package io.github.libhello.kmeans;

import java.util.Arrays;

/** Lloyd's algorithm as it is defined, on flat arrays: all distances in each pass. */
final class PlainKernel implements Kernel {

  private final Blobs blobs;
  private final int[] labels;

  PlainKernel(Blobs blobs) {
    this.blobs = blobs;
    labels = new int[blobs.count()];
  }

  @Override
  public double inertia() {
    Arrays.fill(labels, -1);
    double[] centers = blobs.initialCenters();
    boolean moving = assign(centers);
    for (int i = 0; moving && i < MAX_ITERATIONS; i++) {
      moveCenters(centers);
      moving = assign(centers);
    }
    double inertia = 0;
    for (int point = 0; point < labels.length; point++) {
      inertia += square(point, labels[point], centers);
    }
    return inertia;
  }

  private boolean assign(double[] centers) {
    boolean changed = false;
    for (int point = 0; point < labels.length; point++) {
      int nearest = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int cluster = 0; cluster < blobs.clusters(); cluster++) {
        double square = square(point, cluster, centers);
        if (square < least) {
          least = square;
          nearest = cluster;
        }
      }
      changed |= labels[point] != nearest;
      labels[point] = nearest;
    }
    return changed;
  }

  private void moveCenters(double[] centers) {
    int dimensions = blobs.dimensions();
    double[] sums = new double[centers.length];
    int[] sizes = new int[blobs.clusters()];
    for (int point = 0; point < labels.length; point++) {
      sizes[labels[point]]++;
      for (int j = 0; j < dimensions; j++) {
        sums[labels[point] * dimensions + j] += blobs.coordinates()[point * dimensions + j];
      }
    }
    for (int i = 0; i < centers.length; i++) {
      int size = sizes[i / dimensions];
      centers[i] = size == 0 ? centers[i] : sums[i] / size;
    }
  }

  private double square(int point, int cluster, double[] centers) {
    return Distances.square(blobs.coordinates(), point, centers, cluster, blobs.dimensions());
  }
}
