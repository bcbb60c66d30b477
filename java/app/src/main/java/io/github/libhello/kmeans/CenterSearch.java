package io.github.libhello.kmeans;

/** A way to find the nearest center of each point of a batch, and how near another one may be. */
interface CenterSearch {

  /** The centers to search among, one row after the other, which do not change meanwhile. */
  void set(double[] centers);

  /**
   * Finds, for each point, the nearest center, of those equally near the first, and a squared
   * distance that all others have at least.
   */
  void search(Batch batch);
}
