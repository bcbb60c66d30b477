/**
 * K-means by several libraries, to measure the showcase's own against. In its package, for that is
 * not exported.
 */
@NullMarked
package io.github.libhello.kmeans;

import org.jspecify.annotations.NullMarked;
