/**
 * What {@code org.crac.Core} finds behind itself in a function with SnapStart, by reflection and by
 * these names. Programs use {@code org.crac}, or {@link io.github.libhello.Snapshot}, and nothing
 * of this package.
 */
@NullMarked
package io.github.libhello.crac;

import org.jspecify.annotations.NullMarked;
