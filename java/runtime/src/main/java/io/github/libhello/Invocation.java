package io.github.libhello;

import java.util.Arrays;

/**
 * One event and what Lambda says about it.
 *
 * @param context request id, deadline and the other facts about this invocation
 * @param payload the event's bytes as Lambda sent them, at most 6 MiB for a synchronous call. The
 *     array belongs to the handler, who may keep it or write to it
 */
public record Invocation(InvocationContext context, byte[] payload) {

  /** Equal contexts and equal bytes; a record alone would compare the arrays by identity. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Invocation that
        && context.equals(that.context)
        && Arrays.equals(payload, that.payload);
  }

  @Override
  public int hashCode() {
    return 31 * context.hashCode() + Arrays.hashCode(payload);
  }

  /** Names the request id and the payload's size; the payload itself may be private. */
  @Override
  public String toString() {
    return "Invocation[" + context.requestId() + ", " + payload.length + " bytes]";
  }
}
