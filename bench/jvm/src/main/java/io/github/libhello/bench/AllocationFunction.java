package io.github.libhello.bench;

import com.sun.management.ThreadMXBean;
import io.github.libhello.Handler;
import io.github.libhello.Invocation;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An echo that counts: what the thread of the loop has allocated on Java's heap from one call of
 * the handler to the next, which is all that one invocation takes on the Java side. The event
 * {@code {"report":1}} is answered with the least and the greatest of the echoes since the report
 * before.
 */
final class AllocationFunction implements Handler {

  private static final byte REPORT_STARTS_WITH = '{';

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private long last;
  private int count;
  private long least = Long.MAX_VALUE;
  private long greatest;

  @Override
  public byte[] handle(Invocation invocation) {
    long now = threads.getCurrentThreadAllocatedBytes();
    byte[] payload = invocation.payload();
    if (payload.length > 0 && payload[0] == REPORT_STARTS_WITH) {
      return report();
    }
    // The first call has none before it to count from; the second pays for what is made once.
    if (count >= 2) {
      least = Math.min(least, now - last);
      greatest = Math.max(greatest, now - last);
    }
    count++;
    last = threads.getCurrentThreadAllocatedBytes();
    return payload;
  }

  private byte[] report() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("invocations", count - 2);
    fields.put("least", least);
    fields.put("greatest", greatest);
    count = 0;
    least = Long.MAX_VALUE;
    greatest = 0;
    return Json.write(fields);
  }
}
