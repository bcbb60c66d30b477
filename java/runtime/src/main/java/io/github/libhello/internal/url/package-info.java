/** HTTP in events: what stands between a function URL and a handler of the JDK's HTTP server. */
@NullMarked
package io.github.libhello.internal.url;

import org.jspecify.annotations.NullMarked;
