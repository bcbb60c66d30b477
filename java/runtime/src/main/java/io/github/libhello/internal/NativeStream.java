package io.github.libhello.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The response of an open invocation, in the library. An invocation that is no longer open is an
 * {@link IOException}, as an {@link java.io.OutputStream} has it: the library answers for a handler
 * that is still at work when the process ends.
 */
record NativeStream(long token) implements StreamTarget {

  @Override
  public void begin(@Nullable String contentType) throws IOException {
    byte[] ascii = contentType == null ? null : contentType.getBytes(StandardCharsets.US_ASCII);
    try {
      Native.begin(token, ascii);
    } catch (RuntimeException over) {
      throw gone(over);
    }
  }

  @Override
  public void write(byte[] bytes, int start, int length) throws IOException {
    try {
      if (Thread.currentThread().isVirtual()) {
        ConcurrentWrite.write(token, bytes, start, length);
        return;
      }
      Native.write(token, bytes, start, length);
    } catch (RuntimeException over) {
      throw gone(over);
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      Native.flush(token);
    } catch (RuntimeException over) {
      throw gone(over);
    }
  }

  @Override
  public void finish() throws IOException {
    Native.finish(token);
  }

  private static IOException gone(RuntimeException over) {
    return new IOException(over.getMessage(), over);
  }
}
