package io.github.libhello.internal.url;

import io.github.libhello.ResponseStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/** The body of a response of HTTP, held against the length that was announced. */
final class UrlBody extends OutputStream {

  private static final long ANY = Long.MAX_VALUE;

  private final ResponseStream response;
  private boolean begun;
  private boolean closed;
  private boolean dropped;
  private long missing;

  UrlBody(ResponseStream response) {
    this.response = response;
  }

  /**
   * Bytes can be written from now on.
   *
   * @param length as {@code HttpExchange} has it: so many, any number if 0, none if negative
   * @param bodiless whether HTTP allows no body, so that what is written goes nowhere
   */
  void begin(long length, boolean bodiless) {
    begun = true;
    dropped = bodiless;
    missing = length == 0 ? ANY : Math.max(length, 0);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int start, int length) throws IOException {
    Objects.checkFromIndexSize(start, length, bytes.length);
    if (!begun) {
      throw new IOException("the head of the response is not sent yet: call sendResponseHeaders");
    }
    if (closed) {
      throw new IOException("the body of the response is closed");
    }
    if (dropped) {
      return;
    }
    if (length > missing) {
      throw new IOException(
          "the body is longer than announced, by " + (length - missing) + " bytes");
    }
    response.write(bytes, start, length);
    missing -= missing == ANY ? 0 : length;
  }

  @Override
  public void flush() throws IOException {
    if (begun && !closed) {
      response.flush();
    }
  }

  /** Nothing is written any more; the response itself ends when the handler returns. */
  @Override
  public void close() {
    closed = true;
  }

  /**
   * Nothing more can come.
   *
   * @throws IOException when bytes are missing
   */
  void finish() throws IOException {
    if (!dropped && missing > 0 && missing < ANY) {
      throw new IOException("the body is shorter than announced, by " + missing + " bytes");
    }
  }
}
