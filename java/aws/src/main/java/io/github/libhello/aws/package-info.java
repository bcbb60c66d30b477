/**
 * Runs handlers that are written against AWS's interfaces, as they are. The way in is the main
 * class {@link io.github.libhello.aws.HandlerMain}.
 */
@NullMarked
package io.github.libhello.aws;

import org.jspecify.annotations.NullMarked;
