package io.github.libhello.kmeans;

import org.jspecify.annotations.Nullable;

/**
 * The best of a request's runs. The arrays are shared with whoever asks; equality is by identity of
 * the arrays, as nobody compares results but the tests, which compare responses.
 *
 * @param centers one row a cluster, in lexicographic order
 * @param sizes how many points each cluster has, in the centers' order. Zero only where the last
 *     iteration allowed took a cluster's last point away
 * @param inertia sum of squared distances of the points to their centers
 * @param iterations how often the centers were computed anew, at least 1
 * @param converged whether one more iteration would change nothing
 * @param assignments each point's index into the centers, {@code null} unless asked for
 */
record KMeansResult(
    double[][] centers,
    int[] sizes,
    double inertia,
    int iterations,
    boolean converged,
    int @Nullable [] assignments) {}
