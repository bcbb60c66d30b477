package io.github.libhello.acceptance;

import io.github.libhello.Handler;
import io.github.libhello.Invocation;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;

/**
 * Does what the event says, {@code NAME:ARGUMENT:TEXT}, beside the other invocations that are open,
 * and answers with the text; or what the conformance suite asks, as {@link ContractScenarios} does.
 */
public final class ConcurrentScenarios implements Handler {

  private static final Logger LOG = Logger.getLogger("concurrent");
  private static final Map<String, CountDownLatch> GATES = new ConcurrentHashMap<>();
  private static final AtomicInteger MADE = new AtomicInteger();

  /** Its threads outlive the invocation that needed them first. */
  private static final ExecutorService SHARED = Executors.newSingleThreadExecutor(Thread::new);

  private final ContractScenarios contract = new ContractScenarios();
  private final int number = MADE.incrementAndGet();
  private final AtomicInteger inside = new AtomicInteger();

  @Override
  public byte[] handle(Invocation invocation) throws Exception {
    int others = inside.getAndIncrement();
    try {
      String event = new String(invocation.payload(), StandardCharsets.UTF_8);
      if (event.startsWith(ContractScenarios.PREFIX)) {
        return contract.handle(invocation);
      }
      String[] parts = event.split(":", 3);
      return bytes(parts.length < 3 ? event : perform(parts[0], parts[1], parts[2], others));
    } finally {
      inside.getAndDecrement();
    }
  }

  private String perform(String name, String argument, String text, int others) throws Exception {
    switch (name) {
      case "sleep" -> Thread.sleep(Long.parseLong(argument));
      // Open until another invocation opens the gate.
      case "wait" -> {
        LOG.info("waits " + text);
        gate(argument).await();
        LOG.info("goes on " + text);
      }
      // Open until the process is told to end.
      case "until-end" -> {
        CountDownLatch end = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(end::countDown));
        LOG.info("waits " + text);
        end.await();
      }
      case "open" -> gate(argument).countDown();
      case "throw" -> throw new IllegalStateException(text);
      case "error" -> throw new AssertionError(text);
      case "interrupt" -> Thread.currentThread().interrupt();
      case "overflow" -> overflow(0);
      case "fill-heap" -> FullHeap.fill(argument + ":" + text);
      case "exit" -> System.exit(Integer.parseInt(argument));
      case "log" -> log(text);
      case "metrics" -> MetricScenarios.write(text);
      case "thread" -> {
        Thread thread = Thread.currentThread();
        return thread.isVirtual() + " " + System.getProperty("com.amazonaws.xray.traceHeader");
      }
      case "handler" -> {
        return "handler " + number + " of " + MADE + " beside " + others;
      }
      default -> throw new IllegalArgumentException("no such scenario: " + name);
    }
    return text;
  }

  /** On the invocation's thread, on one that it starts, and on one that it shares with others. */
  private static void log(String text) throws Exception {
    LOG.info("own thread " + text);
    Thread child = new Thread(() -> LOG.info("child thread " + text));
    child.start();
    child.join();
    SHARED.submit(() -> LOG.info("shared thread " + text)).get();
  }

  private static CountDownLatch gate(String name) {
    return GATES.computeIfAbsent(name, none -> new CountDownLatch(1));
  }

  @SuppressWarnings("InfiniteRecursion")
  private static int overflow(int depth) {
    return overflow(depth + 1) + 1;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
