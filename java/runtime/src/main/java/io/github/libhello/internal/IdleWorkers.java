package io.github.libhello.internal;

import org.jspecify.annotations.Nullable;

/**
 * The workers without an invocation. There are as many workers as invocations may be open, so one
 * is idle whenever another invocation comes, or is about to be: its answer is sent already. Nothing
 * is allocated, and no invocation waits in it.
 */
final class IdleWorkers {

  private final @Nullable Worker[] workers;
  private int count;

  IdleWorkers(int capacity) {
    workers = new Worker[capacity];
  }

  synchronized void put(Worker worker) {
    workers[count++] = worker;
    notifyAll();
  }

  /** Blocks until there is one, interrupted or not. */
  synchronized Worker take() {
    boolean interrupted = false;
    while (count == 0) {
      try {
        wait();
      } catch (InterruptedException later) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    Worker worker = workers[--count];
    workers[count] = null;
    if (worker == null) {
      throw new AssertionError("an idle worker is none");
    }
    return worker;
  }
}
