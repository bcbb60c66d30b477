package io.github.libhello.acceptance;

/** Shows the state of the handler's thread, then changes all of it that can be changed. */
final class ThreadSpoiler {

  private ThreadSpoiler() {}

  @SuppressWarnings("ThreadPriorityCheck")
  static String describeAndSpoil() {
    Thread thread = Thread.currentThread();
    String state =
        String.join(
            " ",
            "interrupted=" + thread.isInterrupted(),
            "name=" + thread.getName(),
            "priority=" + thread.getPriority(),
            "loader=" + (thread.getContextClassLoader() != null),
            "uncaught=" + thread.getUncaughtExceptionHandler().equals(thread.getThreadGroup()));
    thread.interrupt();
    thread.setName("spoiled");
    thread.setPriority(Thread.MIN_PRIORITY);
    thread.setContextClassLoader(null);
    thread.setUncaughtExceptionHandler((of, thrown) -> {});
    return state;
  }
}
