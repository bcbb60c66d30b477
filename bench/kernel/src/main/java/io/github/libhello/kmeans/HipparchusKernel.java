package io.github.libhello.kmeans;

import java.util.ArrayList;
import java.util.List;
import org.hipparchus.clustering.CentroidCluster;
import org.hipparchus.clustering.DoublePoint;
import org.hipparchus.clustering.KMeansPlusPlusClusterer;
import org.hipparchus.clustering.KMeansPlusPlusClusterer.EmptyClusterStrategy;
import org.hipparchus.clustering.distance.EuclideanDistance;
import org.hipparchus.random.MersenneTwister;

/** By the library's clusterer, which is led to pick the first points as initial centers. */
final class HipparchusKernel implements Kernel {

  private final List<DoublePoint> points = new ArrayList<>();
  private final KMeansPlusPlusClusterer<DoublePoint> clusterer;

  HipparchusKernel(Blobs blobs) {
    for (int i = 0; i < blobs.count(); i++) {
      points.add(new DoublePoint(blobs.row(i)));
    }
    clusterer =
        new KMeansPlusPlusClusterer<>(
            blobs.clusters(),
            MAX_ITERATIONS,
            new EuclideanDistance(),
            new FirstPoints(),
            EmptyClusterStrategy.FARTHEST_POINT);
  }

  @Override
  public double inertia() {
    double inertia = 0;
    for (CentroidCluster<DoublePoint> cluster : clusterer.cluster(points)) {
      double[] center = cluster.getCenter().getPoint();
      for (DoublePoint point : cluster.getPoints()) {
        inertia += Distances.square(point.getPoint(), 0, center, 0, center.length);
      }
    }
    return inertia;
  }

  /** Zero for a share of the distances means the first point that is not taken. */
  private static final class FirstPoints extends MersenneTwister {

    private static final long serialVersionUID = 1L;

    @Override
    public int nextInt(int n) {
      return 0;
    }

    @Override
    public double nextDouble() {
      return 0;
    }
  }
}
