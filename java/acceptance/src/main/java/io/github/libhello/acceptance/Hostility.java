package io.github.libhello.acceptance;

import io.github.libhello.LambdaRuntime;
import io.github.libhello.internal.Native;
import java.util.Timer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What user code does to the process around it. */
public final class Hostility {

  private static @Nullable ExecutorService executor;

  // A timer that nothing refers to ends its thread.
  @SuppressWarnings("UnusedVariable")
  private static @Nullable Timer timer;

  private Hostility() {}

  /**
   * Starts threads that keep a process alive: one that waits, an executor's and a timer's.
   *
   * @return that it was done
   */
  public static String spawn() {
    new Thread(Hostility::waitForEver, "of the user").start();
    executor = Executors.newFixedThreadPool(1);
    executor.execute(() -> {});
    timer = new Timer("of the user too");
    return "spawned";
  }

  private static void waitForEver() {
    CountDownLatch never = new CountDownLatch(1);
    while (true) {
      try {
        never.await();
      } catch (InterruptedException again) {
        // As this one is to stay.
      }
    }
  }

  /** Registers a shutdown hook that never ends. */
  static String hangHook() {
    Runtime.getRuntime().addShutdownHook(new Thread(Hostility::waitForEver, "hook of the user"));
    return "hooked";
  }

  /** Logs what cannot be turned into text: as what was thrown, as a parameter, as the record. */
  static String log(String how) {
    Logger logger = Logger.getLogger("a.b");
    HostileException hostile = HostileException.generated(how);
    logger.log(Level.WARNING, "thrown", hostile);
    logger.log(Level.WARNING, "parameter {0}", hostile);
    logger.log(new HostileRecord());
    logger.warning("after them");
    return "logged";
  }

  private static final class HostileRecord extends LogRecord {
    private static final long serialVersionUID = 1L;

    HostileRecord() {
      super(Level.WARNING, "hostile record");
    }

    @Override
    public Throwable getThrown() {
      throw new AssertionError("hostile record");
    }
  }

  /** Starts a second loop where one runs. */
  static String runInside(String how) throws Exception {
    switch (how) {
      case "run" -> LambdaRuntime.run(new Scenarios());
      case "factory" -> LambdaRuntime.run(Scenarios::new);
      case "next" -> Native.nextEvent();
      default -> onAnotherThread();
    }
    return "a second loop ended";
  }

  private static void onAnotherThread() throws Exception {
    AtomicReference<@Nullable Exception> refusal = new AtomicReference<>();
    Thread other =
        new Thread(() -> {
          try {
            LambdaRuntime.run(new Scenarios());
          } catch (RuntimeException e) {
            refusal.set(e);
          }
        });
    other.start();
    other.join();
    Exception exception = refusal.get();
    if (exception != null) {
      throw exception;
    }
  }
}
