/** Micro-benchmarks of the Java side. */
@NullMarked
package io.github.libhello.bench.micro;

import org.jspecify.annotations.NullMarked;
