/**
 * Tests of a function as it runs: {@link io.github.libhello.junit.LambdaTest} starts the program
 * under a local Lambda and gives the tests a {@link io.github.libhello.junit.Lambda} to invoke.
 */
@NullMarked
package io.github.libhello.junit;

import org.jspecify.annotations.NullMarked;
