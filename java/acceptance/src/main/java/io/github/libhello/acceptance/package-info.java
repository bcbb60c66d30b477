/** The functions that the end-to-end tests run. */
@NullMarked
package io.github.libhello.acceptance;

import org.jspecify.annotations.NullMarked;
