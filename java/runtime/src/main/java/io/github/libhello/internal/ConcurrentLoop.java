package io.github.libhello.internal;

import io.github.libhello.Handler;
import io.github.libhello.HandlerFactory;

/**
 * Answers several invocations at once, as on Lambda Managed Instances. Nothing of it is loaded
 * where invocations come one after the other.
 *
 * <p>One thread, the caller's, waits for invocations, as that native would hold a virtual thread's
 * carrier, and starts a virtual thread for each. Or there are as many platform threads as
 * invocations may be open, each with a loop of its own.
 */
public final class ConcurrentLoop {

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
      byte[] arrival = Worker.next();
      if (arrival == null) {
        return;
      }
      Worker worker = idle.take();
      try {
        Thread.ofVirtual().name("invocation").start(new Answering(idle, worker, arrival));
      } catch (Throwable noThread) {
        worker.refuse(arrival, noThread);
        idle.put(worker);
      }
    }
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

  private record Answering(IdleWorkers idle, Worker worker, byte[] arrival) implements Runnable {

    @Override
    public void run() {
      try {
        worker.answer(arrival);
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
