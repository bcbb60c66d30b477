package io.github.libhello.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.libhello.Invocation;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class IdleWorkersTest {

  private static Worker worker() {
    return Worker.ofNewThreads(Invocation::payload);
  }

  private static IdleWorkers of(int count) {
    IdleWorkers idle = new IdleWorkers(count);
    for (int i = 0; i < count; i++) {
      idle.put(worker());
    }
    return idle;
  }

  @Test
  void givesEachWorkerOnce() {
    IdleWorkers idle = of(3);
    Set<Worker> taken = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int i = 0; i < 3; i++) {
      taken.add(idle.take());
    }
    assertEquals(3, taken.size());
  }

  @Test
  void givesTheOneThatWorkedLast() {
    IdleWorkers idle = of(2);
    Worker first = idle.take();
    idle.take();
    idle.put(first);
    assertSame(first, idle.take());
  }

  @Test
  void holdsNoMoreThanThereAre() {
    IdleWorkers idle = of(1);
    assertThrows(ArrayIndexOutOfBoundsException.class, () -> idle.put(worker()));
  }

  @Test
  void waitsForAWorkerInterruptedOrNot() throws InterruptedException {
    IdleWorkers idle = of(1);
    Worker only = idle.take();
    AtomicReference<Worker> taken = new AtomicReference<>();
    AtomicReference<Boolean> interrupted = new AtomicReference<>();
    Thread waiting =
        new Thread(() -> {
          taken.set(idle.take());
          interrupted.set(Thread.currentThread().isInterrupted());
        });
    waiting.start();
    while (waiting.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    waiting.interrupt();
    idle.put(only);
    waiting.join();
    assertSame(only, taken.get());
    assertEquals(true, interrupted.get());
  }

  @Test
  void givesAWorkerToOneThreadOnly() throws InterruptedException {
    IdleWorkers idle = of(3);
    AtomicInteger working = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(8);
    Set<Worker> inUse =
        Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
    for (int thread = 0; thread < 8; thread++) {
      new Thread(
              () -> {
                for (int turn = 0; turn < 2000; turn++) {
                  Worker worker = idle.take();
                  most.accumulateAndGet(working.incrementAndGet(), Math::max);
                  if (!inUse.add(worker)) {
                    most.set(Integer.MAX_VALUE);
                  }
                  inUse.remove(worker);
                  working.decrementAndGet();
                  idle.put(worker);
                }
                done.countDown();
              })
          .start();
    }
    done.await();
    assertTrue(most.get() <= 3, () -> most + " at once");
  }
}
