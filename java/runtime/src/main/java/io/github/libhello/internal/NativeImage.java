package io.github.libhello.internal;

/**
 * Whether this is code of a native image. A constant of its build, for which {@code LibraryFeature}
 * initializes this class: what only a JVM needs is left out of an image, with all that it would
 * bring along.
 */
public final class NativeImage {

  static final boolean RUNNING = System.getProperty("org.graalvm.nativeimage.imagecode") != null;

  private NativeImage() {}
}
