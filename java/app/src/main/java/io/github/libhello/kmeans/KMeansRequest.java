package io.github.libhello.kmeans;

/**
 * A request that has been checked: it can be answered.
 *
 * @param points what to cluster
 * @param clusters how many clusters to look for, from 1 to the number of points
 * @param maxIterations when to give up a run that has not converged, at least 1
 * @param restarts how many runs to make, at least 1
 * @param seed where the random numbers start, those of the points and of the runs alike
 * @param assignments whether to tell each point's cluster
 */
record KMeansRequest(
    PointSource points,
    int clusters,
    int maxIterations,
    int restarts,
    long seed,
    boolean assignments) {

  static final int DEFAULT_MAX_ITERATIONS = 100;
  static final int MAX_ITERATIONS = 1_000_000;

  static final int DEFAULT_RESTARTS = 1;
  static final int MAX_RESTARTS = 1_000;

  static final long DEFAULT_SEED = 0;
}
