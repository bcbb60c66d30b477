/**
 * K-means clustering as a Lambda function, the showcase of libHello.
 *
 * <p>{@link io.github.libhello.kmeans.KMeansHandler} answers events; one file per step: {@code
 * KMeansRequestReader} and {@code DataReader} read and check, {@code KMeans} computes, {@code
 * KMeansResponseWriter} writes.
 */
@NullMarked
package io.github.libhello.kmeans;

import org.jspecify.annotations.NullMarked;
