package io.github.libhello.acceptance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What a processor, and Linux on it, can have otherwise: numbers in calls, layouts, traps. */
final class Platform {

  private static final int TASKS = 200;

  private final List<String> failed = new ArrayList<>();

  private Platform() {}

  /** The checks that fail, one a line, with what was thrown. */
  static String failures() throws IOException {
    Platform platform = new Platform();
    try (PlatformFiles files = new PlatformFiles()) {
      platform.check("attributes", files::attributes);
      platform.check("no link is followed", files::followsNoLink);
      platform.check("no link of an open folder is followed", files::followsNoLinkOfFolder);
      platform.check("direct input", files::readsDirectly);
      platform.check("mapped file", files::maps);
    }
    platform.check("selector", PlatformFiles::selects);
    platform.check("virtual threads", () -> runs(Executors.newVirtualThreadPerTaskExecutor()));
    platform.check("threads", () -> runs(Executors.newFixedThreadPool(8)));
    platform.check("garbage collection under load", Platform::collects);
    platform.check("null", () -> traps(NullPointerException.class, () -> absent().length()));
    platform.check("division", () -> traps(ArithmeticException.class, () -> 1 / zero()));
    platform.check("stack", () -> traps(StackOverflowError.class, () -> deep(0)));
    platform.check("arithmetic", Platform::calculates);
    return String.join("\n", platform.failed);
  }

  private void check(String name, Callable<Boolean> body) {
    try {
      if (!body.call()) {
        failed.add(name);
      }
    } catch (Exception | Error thrown) {
      failed.add(name + ": " + thrown);
    }
  }

  /** Threads that wait for each other at a lock and at a counter. */
  private static boolean runs(ExecutorService threads) throws Exception {
    AtomicInteger atomic = new AtomicInteger();
    int[] locked = new int[1];
    try (threads) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int task = 0; task < TASKS; task++) {
        int own = task;
        answers.add(
            threads.submit(() -> {
              for (int step = 0; step < 100; step++) {
                atomic.incrementAndGet();
                synchronized (locked) {
                  locked[0]++;
                }
              }
              Thread.sleep(1);
              return own;
            }));
      }
      int sum = 0;
      for (Future<Integer> answer : answers) {
        sum += answer.get();
      }
      return sum == TASKS * (TASKS - 1) / 2
          && atomic.get() == TASKS * 100
          && locked[0] == TASKS * 100;
    }
  }

  /** Several threads fill the heap many times over, each with objects that it checks. */
  private static boolean collects() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Boolean>> answers = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        answers.add(threads.submit(Platform::keepsWhatIsAlive));
      }
      for (Future<Boolean> answer : answers) {
        if (!answer.get()) {
          return false;
        }
      }
      return true;
    }
  }

  private static boolean keepsWhatIsAlive() {
    List<int[]> alive = new ArrayList<>();
    for (int round = 0; round < 4_000; round++) {
      int[] object = new int[4_000];
      object[round % object.length] = round;
      if (round % 100 == 0) {
        alive.add(object);
      }
    }
    for (int index = 0; index < alive.size(); index++) {
      int[] object = alive.get(index);
      if (object[index * 100 % object.length] != index * 100) {
        return false;
      }
    }
    return true;
  }

  private static boolean traps(Class<? extends Throwable> expected, Callable<Integer> body)
      throws Exception {
    try {
      return body.call() == Integer.MIN_VALUE;
    } catch (RuntimeException | StackOverflowError thrown) {
      return expected.isInstance(thrown);
    }
  }

  // What the compiler must not know.
  @SuppressWarnings("NullAway")
  private static String absent() {
    return nothing();
  }

  private static @Nullable String nothing() {
    return System.getenv("NO_SUCH_VARIABLE");
  }

  private static int zero() {
    return Integer.parseInt("0");
  }

  @SuppressWarnings("InfiniteRecursion")
  private static int deep(int depth) {
    return deep(depth + 1) + 1;
  }

  private static boolean calculates() {
    double number = Double.parseDouble("1e30");
    int seven = Integer.parseInt("7");
    return (long) number == Long.MAX_VALUE
        && (int) (number - number / 0.0) == Integer.MIN_VALUE
        && (int) Math.sqrt(-number) == 0
        && seven % -3 == 1
        && seven << (seven + 26) == 14
        && Math.fma(number, 0.0, seven) == 7.0
        && Math.sin(number) == StrictMath.sin(number)
        && Math.multiplyHigh(Long.MAX_VALUE, seven) == 3
        && Math.rint(seven / 2.0) == 4.0;
  }
}
