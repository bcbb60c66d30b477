package io.github.libhello.loop;

import io.github.libhello.internal.ProcessExit;
import io.github.libhello.internal.Shutdown;
import io.github.libhello.internal.ThreadState;
import io.github.libhello.internal.Worker;

/**
 * The thread that reads and answers events, in a program that writes this loop itself.
 *
 * <pre>{@code
 * try {
 *   System.loadLibrary("Hello");
 *   start();
 *   LoopThread thread = LoopThread.register();
 *   while (true) {
 *     String request = readRequest();
 *     thread.restore();
 *     ...
 *   }
 * } catch (Throwable end) {
 *   LoopThread.end(end);
 * }
 * }</pre>
 */
public final class LoopThread {

  private final ThreadState state = ThreadState.capture();

  private LoopThread() {}

  /**
   * Registers the calling thread: when the process is told to end, {@code readRequest} wakes with
   * an exception, and the event that is being answered may be finished for 300 ms. To be called
   * once, after {@code start}.
   *
   * @return the calling thread
   * @throws IllegalStateException when a loop runs in this process already
   */
  public static LoopThread register() {
    if (!Worker.claim()) {
      throw new IllegalStateException("another loop takes the events of this process already");
    }
    Shutdown.register(Thread.currentThread());
    LoopThread thread = new LoopThread();
    // The failure path's classes, which could not be loaded in a heap that is full.
    ErrorText.of(new Exception("", new Exception()));
    thread.restore();
    ProcessExit.prepare();
    return thread;
  }

  /**
   * Puts the thread's interrupt flag, name, priority, context class loader and uncaught exception
   * handler back to what they were at {@link #register}, so that what one event changed does not
   * reach the next. To be called on the registered thread.
   */
  public void restore() {
    state.restore();
  }

  /**
   * Ends the process, as nothing would take events any more: writes one line to the log and exits
   * with status 1, whatever other threads there are. Shutdown hooks run, for two seconds at most.
   *
   * <p>Returns only when the process is ending already; then nothing is written.
   *
   * @param end what ended the loop, or kept it from beginning
   */
  public static void end(Throwable end) {
    ProcessExit.fail(end);
  }
}
