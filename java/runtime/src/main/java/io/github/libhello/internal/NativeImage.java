package io.github.libhello.internal;

import org.jspecify.annotations.Nullable;

/**
 * Whether this is code of a native image. A constant of its build, for which {@code LibraryFeature}
 * initializes this class: what only a JVM needs is left out of an image, with all that it would
 * bring along.
 */
public final class NativeImage {

  static final boolean RUNNING = isOfImage(System.getProperty("org.graalvm.nativeimage.imagecode"));

  private NativeImage() {}

  /** On a JVM there is no such property, or another value under GraalVM's tracing agent. */
  static boolean isOfImage(@Nullable String code) {
    return "buildtime".equals(code) || "runtime".equals(code);
  }
}
