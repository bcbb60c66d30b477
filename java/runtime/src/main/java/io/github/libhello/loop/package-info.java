/**
 * For programs that write the loop themselves, with the natives of a class {@code Test}: {@code
 * start}, {@code readRequest}, {@code writeResponse} and {@code writeError}. All others use {@link
 * io.github.libhello.LambdaRuntime}.
 */
@NullMarked
package io.github.libhello.loop;

import org.jspecify.annotations.NullMarked;
