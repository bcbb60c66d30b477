/**
 * K-means clustering as a Lambda function, the showcase of libHello.
 *
 * <p>{@link io.github.libhello.kmeans.KMeansHandler} answers events; one file per step: {@code
 * KMeansRequestReader}, {@code RowScanner} and {@code DataReader} read and check, {@code KMeans}
 * computes, {@code KMeansResponseWriter} writes.
 *
 * <p>{@code KMeans} makes runs of {@code Lloyd} from {@code InitialCenters}. A run is passes over
 * {@code PointRange}s: {@code CenterMoves} tells which points need a look, {@code NearestCenters}
 * looks at a {@code Batch} of them, {@code ClusterSums} follow.
 */
@NullMarked
package io.github.libhello.kmeans;

import org.jspecify.annotations.NullMarked;
