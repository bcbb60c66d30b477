/** The Maven plugin. It runs in Maven's own VM, and only while a project is built. */
@NullMarked
package io.github.libhello.maven;

import org.jspecify.annotations.NullMarked;
