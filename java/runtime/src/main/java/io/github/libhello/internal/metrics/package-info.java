/** CloudWatch's embedded metric format. */
@NullMarked
package io.github.libhello.internal.metrics;

import org.jspecify.annotations.NullMarked;
