package io.github.libhello.kmeans;

import java.util.AbstractCollection;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.hipparchus.clustering.CentroidCluster;
import org.hipparchus.clustering.DoublePoint;
import org.hipparchus.clustering.KMeansPlusPlusClusterer;
import org.hipparchus.clustering.KMeansPlusPlusClusterer.EmptyClusterStrategy;
import org.hipparchus.clustering.distance.DistanceMeasure;
import org.hipparchus.random.MersenneTwister;
import org.hipparchus.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Lloyd's algorithm from k-means++ seeds, by Hipparchus's {@link KMeansPlusPlusClusterer}, several
 * times over.
 *
 * <p>One random generator serves the points and then each run in turn. A cluster that loses its
 * last point takes the point that is farthest from its center: that draws no random number, and
 * cannot fail while there are as many points as clusters.
 */
final class KMeans {

  private static final Euclidean EUCLIDEAN = new Euclidean();

  private KMeans() {}

  /** Clusters a request's points; the best of all runs is the result. */
  static KMeansResult cluster(KMeansRequest request) {
    RandomGenerator random = new MersenneTwister(request.seed());
    List<DoublePoint> points = request.points().points(random);
    int clusters = distinct(points, request.clusters());
    KMeansPlusPlusClusterer<DoublePoint> clusterer =
        new KMeansPlusPlusClusterer<>(
            clusters,
            request.maxIterations(),
            EUCLIDEAN,
            random,
            EmptyClusterStrategy.FARTHEST_POINT);

    Run best = Run.of(clusterer, points);
    for (int i = 1; i < request.restarts(); i++) {
      Run run = Run.of(clusterer, points);
      if (run.inertia < best.inertia) {
        best = run;
      }
    }
    return best.result(request.assignments() ? points : null);
  }

  /**
   * How many points differ from each other, as far as it matters. With fewer of them than clusters
   * some cluster would always be empty, and no run would ever converge.
   */
  private static int distinct(List<DoublePoint> points, int enough) {
    Set<DoublePoint> seen = new HashSet<>();
    for (DoublePoint point : points) {
      if (seen.add(point) && seen.size() == enough) {
        break;
      }
    }
    return seen.size();
  }

  /** What is kept of a run; the clusters with their lists of points are let go. */
  private record Run(
      double[][] centers, int[] sizes, double inertia, int iterations, boolean converged) {

    static Run of(KMeansPlusPlusClusterer<DoublePoint> clusterer, List<DoublePoint> points) {
      CountedPoints counted = new CountedPoints(points);
      List<CentroidCluster<DoublePoint>> clusters = clusterer.cluster(counted);
      double[][] centers = new double[clusters.size()][];
      int[] sizes = new int[clusters.size()];
      double inertia = 0;
      boolean converged = true;
      for (int i = 0; i < centers.length; i++) {
        List<DoublePoint> members = clusters.get(i).getPoints();
        centers[i] = clusters.get(i).getCenter().getPoint();
        sizes[i] = members.size();
        inertia += squaredDistances(members, centers[i]);
        converged &= isMean(members, centers[i]);
      }
      // The first pass assigns to the seeds, each further one follows an iteration.
      return new Run(centers, sizes, inertia, counted.passes - 1, converged);
    }

    private static double squaredDistances(List<DoublePoint> points, double[] center) {
      double sum = 0;
      for (DoublePoint point : points) {
        sum += squaredDistance(point.getPoint(), center);
      }
      return sum;
    }

    /**
     * Whether the center would stay where it is, to the last bit: sums up in the clusterer's order.
     * Where that holds for all, no point would move either, as nothing but the centers decides.
     */
    private static boolean isMean(List<DoublePoint> points, double[] center) {
      double[] sum = new double[center.length];
      for (DoublePoint point : points) {
        double[] coordinates = point.getPoint();
        for (int i = 0; i < sum.length; i++) {
          sum[i] += coordinates[i];
        }
      }
      for (int i = 0; i < sum.length; i++) {
        if (sum[i] / points.size() != center[i]) {
          return false;
        }
      }
      return true;
    }

    /** In lexicographic order, with the assignment of each of the points if there are any. */
    KMeansResult result(@Nullable List<DoublePoint> points) {
      int[] order =
          IntStream.range(0, centers.length)
              .boxed()
              .sorted(Comparator.comparing(i -> centers[i], Arrays::compare))
              .mapToInt(Integer::intValue)
              .toArray();
      return new KMeansResult(
          Arrays.stream(order).mapToObj(i -> centers[i]).toArray(double[][]::new),
          Arrays.stream(order).map(i -> sizes[i]).toArray(),
          inertia,
          iterations,
          converged,
          points == null ? null : assignments(points, order));
    }

    /** Ties go to the center that was first in the clusterer's order, as in the clusterer. */
    private int[] assignments(List<DoublePoint> points, int[] order) {
      int[] rank = new int[order.length];
      for (int i = 0; i < order.length; i++) {
        rank[order[i]] = i;
      }
      int[] assignments = new int[points.size()];
      for (int i = 0; i < assignments.length; i++) {
        assignments[i] = rank[nearest(points.get(i).getPoint())];
      }
      return assignments;
    }

    private int nearest(double[] point) {
      int nearest = 0;
      double least = Double.MAX_VALUE;
      for (int i = 0; i < centers.length; i++) {
        double distance = EUCLIDEAN.compute(point, centers[i]);
        if (distance < least) {
          least = distance;
          nearest = i;
        }
      }
      return nearest;
    }
  }

  private static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = a[i] - b[i];
      sum += difference * difference;
    }
    return sum;
  }

  /** Hipparchus's own measure checks both lengths each time, which costs more than two squares. */
  private static final class Euclidean implements DistanceMeasure {

    private static final long serialVersionUID = 1L;

    @Override
    public double compute(double[] a, double[] b) {
      return Math.sqrt(squaredDistance(a, b));
    }
  }

  /**
   * Points that know how often they were walked through. The clusterer does not tell its number of
   * iterations, but it walks once through the collection it is given for each assignment of the
   * points to the centers, and copies it as a whole to choose the seeds.
   */
  private static final class CountedPoints extends AbstractCollection<DoublePoint> {

    private final List<DoublePoint> points;
    private int passes;

    CountedPoints(List<DoublePoint> points) {
      this.points = points;
    }

    @Override
    public Iterator<DoublePoint> iterator() {
      passes++;
      return points.iterator();
    }

    @Override
    public Object[] toArray() {
      return points.toArray();
    }

    @Override
    public int size() {
      return points.size();
    }
  }
}
