package io.github.libhello.internal;

import io.github.libhello.InvocationContext;
import io.github.libhello.Outcome;
import io.github.libhello.Outcome.Thrown;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The byte layout in which an invocation's context and a failure cross JNI: version 1, described in
 * {@code rust/bridge/src/exchange/envelope.rs}. Golden files shared by both sides' tests keep them
 * alike.
 */
public final class Envelope {

  private static final byte VERSION = 1;
  private static final int ABSENT = -1;

  private Envelope() {}

  /**
   * An invocation that has arrived and is now open.
   *
   * @param token names it to the library until it is answered
   * @param payloadSize the size of its payload in bytes
   * @param context its context
   */
  public record Arrival(long token, int payloadSize, InvocationContext context) {}

  /**
   * Reads what {@link Native#next} returned.
   *
   * @param bytes the whole envelope
   * @return the invocation without its payload
   * @throws IllegalStateException when the library speaks another version
   */
  public static Arrival decodeArrival(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (in.get() != VERSION) {
      throw new IllegalStateException(
          "libHello.so speaks another version than this jar: use one libHello version throughout");
    }
    long token = in.getLong();
    int payloadSize = in.getInt();
    long deadline = in.getLong();
    String requestId = text(in);
    return new Arrival(
        token,
        payloadSize,
        new InvocationContext(
            requestId == null ? "" : requestId,
            deadline < 0 ? null : Instant.ofEpochMilli(deadline),
            text(in),
            text(in),
            text(in),
            text(in),
            text(in)));
  }

  private static @Nullable String text(ByteBuffer in) {
    int length = in.getInt();
    if (length == ABSENT) {
      return null;
    }
    String text = new String(in.array(), in.position(), length, StandardCharsets.UTF_8);
    in.position(in.position() + length);
    return text;
  }

  /**
   * Writes a failure for {@link Native#fail}.
   *
   * @param failure what a handler threw
   * @return the whole envelope
   */
  public static byte[] encodeFailure(Outcome.Failure failure) {
    List<Thrown> all = new ArrayList<>(failure.causes().size() + 1);
    all.add(failure.thrown());
    all.addAll(failure.causes());

    List<byte[]> texts = new ArrayList<>();
    int size = 3;
    for (Thrown thrown : all) {
      texts.add(thrown.errorType().getBytes(StandardCharsets.UTF_8));
      texts.add(thrown.errorMessage().getBytes(StandardCharsets.UTF_8));
      for (String frame : thrown.stackTrace()) {
        texts.add(frame.getBytes(StandardCharsets.UTF_8));
      }
      size += 2;
    }
    for (byte[] text : texts) {
      size += 4 + text.length;
    }

    ByteBuffer out = ByteBuffer.allocate(size);
    out.put(VERSION).putShort((short) all.size());
    int next = 0;
    for (Thrown thrown : all) {
      put(out, texts.get(next++));
      put(out, texts.get(next++));
      out.putShort((short) thrown.stackTrace().size());
      for (int i = 0; i < thrown.stackTrace().size(); i++) {
        put(out, texts.get(next++));
      }
    }
    return out.array();
  }

  private static void put(ByteBuffer out, byte[] text) {
    out.putInt(text.length).put(text);
  }
}
