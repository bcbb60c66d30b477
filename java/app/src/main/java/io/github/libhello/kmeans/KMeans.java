package io.github.libhello.kmeans;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs of {@link Lloyd}'s algorithm from {@link InitialCenters}, several times over. One random
 * generator serves the points and then each run in turn.
 */
final class KMeans {

  private static final String MEMORY = "AWS_LAMBDA_FUNCTION_MEMORY_SIZE";

  /**
   * Bytes of points from which on what earlier requests left is collected first. An image's
   * collector runs when much has been allocated, so a large array would come to stand beside those
   * of the request before, and both together are more than the function's memory.
   */
  private static final long LARGE = 8 << 20;

  private KMeans() {}

  /** Clusters a request's points; the best of all runs is the result. */
  static KMeansResult cluster(KMeansRequest request, MemoryBudget budget) {
    if (MemoryBudget.bytesOfPoints(request.points().count(), request.points().dimensions())
        > LARGE) {
      System.gc();
    }
    SeededNumbers random = new SeededNumbers(request.seed());
    Points points = request.points().points(random);
    // With fewer distinct points than clusters some cluster would always be empty, and no run would
    // ever converge.
    int clusters = points.distinct(request.clusters());
    int threads = Passes.threads(points.count(), System.getenv(MEMORY));
    Lloyd lloyd = new Lloyd(points, clusters, threads, budget.group(points, clusters));
    InitialCenters initial = new InitialCenters(points, lloyd.scratch());

    Lloyd.Run best = lloyd.run(initial.choose(clusters, random), request.maxIterations());
    int[] labels = lloyd.labels();
    for (int i = 1; i < request.restarts(); i++) {
      if (request.assignments() && labels == lloyd.labels()) {
        labels = labels.clone();
      }
      Lloyd.Run run = lloyd.run(initial.choose(clusters, random), request.maxIterations());
      if (run.inertia() < best.inertia()) {
        best = run;
        labels = lloyd.labels();
      }
    }
    return result(best, points.dimensions(), request.assignments() ? labels : null);
  }

  /** In lexicographic order of the centers. */
  private static KMeansResult result(Lloyd.Run run, int dimensions, int @Nullable [] labels) {
    double[][] centers = new double[run.sizes().length][];
    for (int i = 0; i < centers.length; i++) {
      centers[i] = Arrays.copyOfRange(run.centers(), i * dimensions, (i + 1) * dimensions);
    }
    int[] order =
        IntStream.range(0, centers.length)
            .boxed()
            .sorted((one, other) -> Arrays.compare(centers[one], centers[other]))
            .mapToInt(Integer::intValue)
            .toArray();
    return new KMeansResult(
        Arrays.stream(order).mapToObj(i -> centers[i]).toArray(double[][]::new),
        Arrays.stream(order).map(i -> run.sizes()[i]).toArray(),
        run.inertia(),
        run.iterations(),
        run.converged(),
        labels == null ? null : assignments(labels, order));
  }

  private static int[] assignments(int[] labels, int[] order) {
    int[] rank = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      rank[order[i]] = i;
    }
    int[] assignments = new int[labels.length];
    for (int i = 0; i < labels.length; i++) {
      assignments[i] = rank[labels[i]];
    }
    return assignments;
  }
}
