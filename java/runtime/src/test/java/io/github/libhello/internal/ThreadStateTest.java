package io.github.libhello.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThreadStateTest {

  @Test
  void putsBackAllThatAHandlerCanChange() throws InterruptedException {
    List<Throwable> failed = new ArrayList<>();
    Thread thread = new Thread(ThreadStateTest::changeAndRestore, "as it was");
    thread.setUncaughtExceptionHandler((of, thrown) -> failed.add(thrown));
    thread.start();
    thread.join();
    assertEquals(List.of(), failed);
  }

  @SuppressWarnings("ThreadPriorityCheck")
  private static void changeAndRestore() {
    Thread thread = Thread.currentThread();
    ClassLoader loader = thread.getContextClassLoader();
    Thread.UncaughtExceptionHandler uncaught = thread.getUncaughtExceptionHandler();
    int priority = thread.getPriority();
    ThreadState state = ThreadState.capture();

    thread.interrupt();
    thread.setName("changed");
    thread.setPriority(Thread.MAX_PRIORITY);
    thread.setContextClassLoader(null);
    thread.setUncaughtExceptionHandler(null);
    state.restore();

    assertFalse(thread.isInterrupted());
    assertEquals("as it was", thread.getName());
    assertEquals(priority, thread.getPriority());
    assertSame(loader, thread.getContextClassLoader());
    assertSame(uncaught, thread.getUncaughtExceptionHandler());
  }
}
