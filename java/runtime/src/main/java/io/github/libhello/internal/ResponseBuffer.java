package io.github.libhello.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * The response of one invocation while it is written. Its array goes to the library as it is,
 * without a copy in Java.
 *
 * <p>Thread-safe, as a handler may write from several threads. Once the invocation has its answer
 * nothing can be written any more: the array is used again for the next one.
 */
public final class ResponseBuffer extends OutputStream {

  private static final int FIRST_SIZE = 1024;

  private byte[] bytes;
  private int length;
  private boolean replaced;
  private boolean over;

  /**
   * A buffer that grows.
   *
   * @param bytes what to write into at first
   */
  ResponseBuffer(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The first array of a worker.
   *
   * @return a new one
   */
  static byte[] first() {
    return new byte[FIRST_SIZE];
  }

  @Override
  public synchronized void write(int value) throws IOException {
    reserve(1);
    bytes[length++] = (byte) value;
  }

  @Override
  public synchronized void write(byte[] source, int offset, int count) throws IOException {
    reserve(count);
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
  }

  /**
   * Makes an array the whole response, in place of whatever was written.
   *
   * @param response not written to afterwards, and not used again
   */
  synchronized void replace(byte[] response) {
    bytes = response;
    length = response.length;
    replaced = true;
  }

  /** Whether the array is another one than the first, by {@link #replace}. */
  synchronized boolean replaced() {
    return replaced;
  }

  synchronized byte[] array() {
    return bytes;
  }

  synchronized int length() {
    return length;
  }

  /** From now on {@code write} throws. */
  synchronized void end() {
    over = true;
  }

  private void reserve(int count) throws IOException {
    if (over) {
      throw new IOException(
          "the invocation has its answer already: write before the handler returns");
    }
    int needed = Math.addExact(length, count);
    if (needed > bytes.length) {
      // Twice as much as a long, since a response of more than a gigabyte is rejected, not an
      // overflow.
      bytes =
          Arrays.copyOf(
              bytes, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, 2L * bytes.length)));
    }
  }
}
