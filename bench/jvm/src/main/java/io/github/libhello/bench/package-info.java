/** Functions that are measured on the JVM and as a native image. */
@NullMarked
package io.github.libhello.bench;

import org.jspecify.annotations.NullMarked;
