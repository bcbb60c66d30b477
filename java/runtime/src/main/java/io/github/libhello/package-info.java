/**
 * Java programs as AWS Lambda custom runtimes.
 *
 * <p>{@link io.github.libhello.LambdaRuntime#run} is the way in; a {@link
 * io.github.libhello.Handler} is what a user writes.
 */
@NullMarked
package io.github.libhello;

import org.jspecify.annotations.NullMarked;
