/** How the public classes reach the library. Not exported; may change at any time. */
@NullMarked
package io.github.libhello.internal;

import org.jspecify.annotations.NullMarked;
