package io.github.libhello.internal;

import io.github.libhello.ResponseStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The order in which a response may be written, whatever a handler tries. */
public final class InvocationStream extends ResponseStream {

  private static final String HTTP = "application/vnd.awslambda.http-integration-response";

  /**
   * Not the monitor: a virtual thread that waits while it holds one keeps its carrier in Java 21.
   */
  private final ReentrantLock lock = new ReentrantLock();

  private final StreamTarget target;
  private @Nullable String contentType;
  private @Nullable HttpPrelude prelude;
  private boolean begun;
  private boolean closed;
  private boolean over;

  InvocationStream(StreamTarget target) {
    this.target = target;
  }

  /**
   * Loads and links what a response needs.
   *
   * @return the response of no invocation, to which nothing can be written
   */
  static InvocationStream warmUp() {
    InvocationStream none = new InvocationStream(new NativeStream(0));
    try {
      none.write(0);
    } catch (IOException never) {
      none.end();
    }
    return none;
  }

  @Override
  public void contentType(String contentType) {
    lock.lock();
    try {
      requireNotBegun("the content type");
      if (!HttpPrelude.isPrintable(contentType)) {
        throw new IllegalArgumentException("a content type is of printable ASCII: " + contentType);
      }
      this.contentType = contentType;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void http(int status, Map<String, String> headers, List<String> cookies) {
    lock.lock();
    try {
      requireNotBegun("status, headers and cookies");
      prelude = HttpPrelude.of(status, headers, cookies);
    } finally {
      lock.unlock();
    }
  }

  private void requireNotBegun(String what) {
    if (begun || closed || over) {
      throw new IllegalStateException(
          "the response has begun: set " + what + " before its first byte");
    }
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int start, int length) throws IOException {
    lock.lock();
    try {
      Objects.checkFromIndexSize(start, length, bytes.length);
      if (over) {
        throw new IOException(
            "the invocation has its answer already: write before the handler returns");
      }
      if (closed) {
        throw new IOException("the response is closed");
      }
      if (length > 0) {
        begin();
        target.write(bytes, start, length);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void flush() throws IOException {
    lock.lock();
    try {
      if (!closed && !over) {
        begin();
        target.flush();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      if (!closed && !over) {
        closed = true;
        if (begun) {
          target.flush();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void begin() throws IOException {
    if (begun) {
      return;
    }
    target.begin(prelude == null ? contentType : HTTP);
    begun = true;
    if (prelude != null) {
      byte[] head = prelude.encode(contentType);
      target.write(head, 0, head.length);
      prelude = null;
    }
  }

  /**
   * Ends the response, since the handler has returned.
   *
   * @throws IOException when nobody reads it any more; the invocation is over all the same
   */
  void finish() throws IOException {
    lock.lock();
    try {
      over = true;
      begin();
      target.finish();
    } finally {
      lock.unlock();
    }
  }

  /** From now on {@code write} throws, since the handler has. */
  void end() {
    lock.lock();
    try {
      over = true;
    } finally {
      lock.unlock();
    }
  }
}
