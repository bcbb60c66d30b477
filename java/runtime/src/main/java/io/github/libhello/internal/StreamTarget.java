package io.github.libhello.internal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where an {@link InvocationStream} goes: to the library, but for tests. */
interface StreamTarget {

  void begin(@Nullable String contentType) throws IOException;

  void write(byte[] bytes, int start, int length) throws IOException;

  void flush() throws IOException;

  void finish() throws IOException;
}
