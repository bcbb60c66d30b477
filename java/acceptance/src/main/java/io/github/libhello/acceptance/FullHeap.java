package io.github.libhello.acceptance;

import org.jspecify.annotations.Nullable;

/** Fills the heap to the last byte and keeps it so for a while. */
final class FullHeap {

  private static volatile @Nullable Object @Nullable [] chain;

  private FullHeap() {}

  /** Frees the heap again: allocates nothing, as nothing could be. */
  private static final class Release extends Thread {

    private final long milliseconds;
    private volatile boolean full;

    Release(long milliseconds) {
      this.milliseconds = milliseconds;
      setDaemon(true);
    }

    @Override
    public void run() {
      while (!full) {
        pause(1);
      }
      pause(milliseconds);
      chain = null;
    }

    private static void pause(long milliseconds) {
      try {
        Thread.sleep(milliseconds);
      } catch (Throwable atOnce) {
        // The sooner the better.
      }
    }
  }

  /**
   * Fills the heap in smaller and smaller pieces.
   *
   * @param how {@code throw} or {@code return}, a colon, and for how many milliseconds
   * @return what no full heap has space for, unless it is {@code return}
   */
  static String fill(String how) {
    int colon = how.indexOf(':');
    boolean thrown = how.startsWith("throw");
    Release release = new Release(Long.parseLong(how.substring(colon + 1)));
    release.start();
    OutOfMemoryError last = null;
    // Two words of header and one of link: the smallest piece leaves no space for anything.
    for (int size = 1 << 18; size > 0; size >>= 3) {
      try {
        while (true) {
          @Nullable Object[] piece = new @Nullable Object[size];
          piece[0] = chain;
          chain = piece;
        }
      } catch (OutOfMemoryError full) {
        last = full;
      }
    }
    release.full = true;
    if (thrown && last != null) {
      throw last;
    }
    return "filled";
  }
}
