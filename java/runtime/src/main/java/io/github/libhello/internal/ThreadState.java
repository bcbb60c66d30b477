package io.github.libhello.internal;

import java.lang.Thread.UncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;

/**
 * What a handler can change on the thread that calls it, as it was before the first invocation.
 * Without {@link #restore} one caller's invocation would reach the next one's.
 *
 * <p>Not covered, since Java offers no way: values in thread locals. Daemon status and thread group
 * cannot be changed on a live thread.
 */
public final class ThreadState {

  private final Thread thread;
  private final String name;
  private final int priority;
  private final @Nullable ClassLoader loader;
  private final UncaughtExceptionHandler uncaught;

  private ThreadState(Thread thread) {
    this.thread = thread;
    name = thread.getName();
    priority = thread.getPriority();
    loader = thread.getContextClassLoader();
    uncaught = thread.getUncaughtExceptionHandler();
  }

  /**
   * Takes the calling thread's state.
   *
   * @return its state now
   */
  public static ThreadState capture() {
    return new ThreadState(Thread.currentThread());
  }

  /** Puts it back, on the same thread; compares first, as each setter costs a system call. */
  // An equal loader or handler can still be another one; the priority is only what it was.
  @SuppressWarnings({"ReferenceEquality", "ThreadPriorityCheck"})
  public void restore() {
    Thread.interrupted();
    if (!thread.getName().equals(name)) {
      thread.setName(name);
    }
    if (thread.getPriority() != priority) {
      thread.setPriority(priority);
    }
    if (thread.getContextClassLoader() != loader) {
      thread.setContextClassLoader(loader);
    }
    if (thread.getUncaughtExceptionHandler() != uncaught) {
      thread.setUncaughtExceptionHandler(uncaught);
    }
  }
}
