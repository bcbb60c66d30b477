/** What runs while a native image is built, and never in one. Not part of the API. */
@NullMarked
package io.github.libhello.internal.image;

import org.jspecify.annotations.NullMarked;
