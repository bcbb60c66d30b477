package io.github.libhello.kmeans;

/** A way to compute k-means of the same points, again and again. */
@FunctionalInterface
interface Kernel {

  /** Runs that have not converged end here. */
  int MAX_ITERATIONS = 100;

  /** Clusters the points from the first of them on one thread, and returns the inertia. */
  double inertia();

  /** The kernel of a name, which may keep the points in a form of its own. */
  static Kernel of(String name, Blobs blobs) {
    return switch (name) {
      case "libhello" -> libHello(blobs);
      case "lloyd" -> new PlainKernel(blobs);
      case "hipparchus" -> new HipparchusKernel(blobs);
      case "commons-math" -> new CommonsMathKernel(blobs);
      default -> throw new IllegalArgumentException("no kernel \"" + name + "\"");
    };
  }

  private static Kernel libHello(Blobs blobs) {
    Points points = new Points(blobs.coordinates(), blobs.count(), blobs.dimensions());
    // With the memory for the run, which others reserve in each, too.
    return () ->
        new Lloyd(points, blobs.clusters(), 1)
            .run(blobs.initialCenters(), MAX_ITERATIONS)
            .inertia();
  }
}
