package io.github.libhello.internal;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Writes of virtual threads into a response in pieces. A native that blocks would hold the thread's
 * carrier, and a few slow callers would stop all other invocations. So what finds room is written
 * at once, and only what does not is waited for, by a platform thread, while the virtual one is
 * parked in Java: one for each response whose caller is slow, as each is written by one thread at a
 * time.
 */
final class ConcurrentWrite implements Runnable {

  /** Threads that end when they have had nothing to do for a minute. */
  private static final ExecutorService WAITING =
      Executors.newCachedThreadPool(ConcurrentWrite::thread);

  private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
  private final long token;
  private final byte[] bytes;
  private final int start;
  private final int length;

  private ConcurrentWrite(long token, byte[] bytes, int start, int length) {
    this.token = token;
    this.bytes = bytes;
    this.start = start;
    this.length = length;
  }

  /**
   * As {@link Native#write}, for a virtual thread.
   *
   * @throws IOException as {@link Native#write}
   */
  static void write(long token, byte[] bytes, int start, int length) throws IOException {
    int from = start;
    int left = length;
    while (left > 0) {
      int written = Native.writeSome(token, bytes, from, left);
      if (written == 0) {
        new ConcurrentWrite(token, bytes, from, left).await();
        return;
      }
      from += written;
      left -= written;
    }
  }

  /** Like the native it ends when the bytes are taken or refused, interrupted or not. */
  private void await() throws IOException {
    WAITING.execute(this);
    try {
      done.join();
    } catch (CompletionException failed) {
      switch (failed.getCause()) {
        case IOException refused -> throw new IOException(refused.getMessage(), refused);
        case RuntimeException over -> throw over;
        case Error full -> throw full;
        case null, default -> throw failed;
      }
    }
  }

  @Override
  public void run() {
    try {
      Native.write(token, bytes, start, length);
      done.complete(null);
    } catch (Throwable thrown) {
      done.completeExceptionally(thrown);
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(null, work, "libhello-write", 0, false);
    thread.setDaemon(true);
    return thread;
  }
}
