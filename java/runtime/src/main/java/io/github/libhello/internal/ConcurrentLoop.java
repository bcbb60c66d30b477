package io.github.libhello.internal;

import io.github.libhello.Handler;
import io.github.libhello.HandlerFactory;

/**
 * Answers several invocations at once, as on Lambda Managed Instances. Nothing of it is loaded
 * where invocations come one after the other.
 *
 * <p>One thread, the caller's, waits for invocations, as that native would hold a virtual thread's
 * carrier, and has a virtual thread started for each. Those that have come at once are started by
 * one another: to wake a carrier costs more than a small invocation, and one is awake then. Or
 * there are as many platform threads as invocations may be open, each with a loop of its own.
 */
public final class ConcurrentLoop {

  /** So many invocations are taken before the first of them is started. */
  private static final int MOST_AT_ONCE = 16;

  private final Handler[] handlers;
  private final boolean platform;

  private ConcurrentLoop(Handler[] handlers, boolean platform) {
    this.handlers = handlers;
    this.platform = platform;
  }

  /**
   * Makes the handlers.
   *
   * @param factory called once, or as often as invocations may be open where it is one {@link
   *     HandlerFactory#perWorker}
   * @param settings how many may be open, and on which threads
   * @return what answers invocations with them
   * @throws Exception what the factory throws
   */
  public static ConcurrentLoop of(HandlerFactory factory, ConcurrentSettings settings)
      throws Exception {
    Handler[] handlers = new Handler[settings.concurrency()];
    for (int i = 0; i < handlers.length; i++) {
      boolean another = i == 0 || !factory.isShared();
      handlers[i] = another ? Start.handler(factory) : handlers[0];
    }
    return new ConcurrentLoop(handlers, settings.platformThreads());
  }

  /**
   * A factory of a handler that is there already.
   *
   * @param handler called by several threads at once
   * @return what makes it
   */
  public static HandlerFactory given(Handler handler) {
    return new Given(handler);
  }

  /**
   * Answers invocations until the process is ending.
   *
   * @throws RuntimeException when the Runtime API loop has ended
   */
  public void run() {
    Shutdown.register(Thread.currentThread());
    Native.serve(handlers.length);
    LogSettings.apply(true);
    if (platform) {
      onPlatformThreads();
    } else {
      onVirtualThreads();
    }
  }

  private void onPlatformThreads() {
    for (int i = 1; i < handlers.length; i++) {
      Thread thread = new PlatformLoop(handlers[i], i);
      thread.setDaemon(true);
      thread.start();
    }
    work(handlers[0]);
  }

  private static void work(Handler handler) {
    Worker worker = Worker.besideOthers(handler);
    worker.warmUp();
    worker.run();
  }

  private void onVirtualThreads() {
    IdleWorkers idle = new IdleWorkers(handlers.length);
    for (Handler handler : handlers) {
      idle.put(Worker.ofNewThreads(handler));
    }
    warmUp(idle);
    while (true) {
      byte[] arrival = Worker.nextAlone(true);
      if (arrival == null) {
        return;
      }
      byte[][] arrivals;
      try {
        arrivals = new byte[Math.min(handlers.length, MOST_AT_ONCE)][];
      } catch (OutOfMemoryError full) {
        refuse(idle, arrival, full);
        continue;
      }
      for (int i = 0; arrival != null; i++) {
        arrivals[i] = arrival;
        arrival = i + 1 < arrivals.length ? Worker.nextAlone(false) : null;
      }
      Answering.start(idle, arrivals, 0);
    }
  }

  /** Answers an invocation without its handler. */
  private static void refuse(IdleWorkers idle, byte[] arrival, Throwable noThread) {
    Worker worker = idle.take();
    worker.refuse(arrival, noThread);
    idle.put(worker);
  }

  /** On a thread like those of the invocations, which links what starting one needs. */
  private static void warmUp(IdleWorkers idle) {
    Worker worker = idle.take();
    Thread first = Thread.ofVirtual().start(worker::warmUp);
    boolean interrupted = false;
    while (first.isAlive()) {
      try {
        first.join();
      } catch (InterruptedException later) {
        interrupted = true;
      }
    }
    idle.put(worker);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private record Given(Handler handler) implements HandlerFactory {

    @Override
    public Handler create() {
      return handler;
    }
  }

  /**
   * One of the invocations that have come at once.
   *
   * @param arrivals all of them, and then nothing
   * @param index which of them it is
   */
  private record Answering(IdleWorkers idle, byte[][] arrivals, int index) implements Runnable {

    /** Starts that one, which starts the next, each on a thread of its own. */
    static void start(IdleWorkers idle, byte[][] arrivals, int index) {
      for (int i = index; i < arrivals.length && arrivals[i] != null; i++) {
        try {
          Thread.ofVirtual().name("invocation").start(new Answering(idle, arrivals, i));
          return;
        } catch (Throwable noThread) {
          refuse(idle, arrivals[i], noThread);
        }
      }
    }

    @Override
    public void run() {
      start(idle, arrivals, index + 1);
      Worker worker = idle.take();
      try {
        worker.answer(arrivals[index]);
      } finally {
        idle.put(worker);
      }
    }
  }

  private static final class PlatformLoop extends Thread {

    private final Handler handler;

    PlatformLoop(Handler handler, int number) {
      super("invocations-" + number);
      this.handler = handler;
    }

    @Override
    public void run() {
      try {
        work(handler);
      } catch (Throwable end) {
        ProcessExit.fail(end);
      }
    }
  }
}
