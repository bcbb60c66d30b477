package io.github.libhello.internal;

import io.github.libhello.InvocationContext;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The byte layout in which an invocation's context and a failure cross JNI: version 1, described in
 * {@code rust/bridge/src/exchange/envelope.rs}. Golden files shared by both sides' tests keep them
 * alike.
 */
public final class Envelope {

  private static final byte VERSION = 1;
  private static final int ABSENT = -1;

  /** The texts of a context. */
  private static final int TEXTS = 6;

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

  /**
   * The token alone, without an allocation: a full heap has space for no more.
   *
   * @param bytes the whole envelope
   * @return the token, whatever the version
   */
  static long token(byte[] bytes) {
    long token = 0;
    for (int i = 1; i <= Long.BYTES; i++) {
      token = (token << 8) | (bytes[i] & 0xff);
    }
    return token;
  }

  /**
   * An envelope of no invocation, with every text present.
   *
   * @return what {@link #decodeArrival} reads
   */
  public static byte[] warmUp() {
    ByteBuffer out = ByteBuffer.allocate(21 + TEXTS * 5);
    out.put(VERSION).putLong(0).putInt(0).putLong(0);
    for (int i = 0; i < TEXTS; i++) {
      out.putInt(1).put((byte) '-');
    }
    return out.array();
  }

  private static @Nullable String text(ByteBuffer in) {
    int length = in.getInt();
    if (length == ABSENT) {
      return null;
    }
    String text =
        new String(in.array(), in.arrayOffset() + in.position(), length, StandardCharsets.UTF_8);
    in.position(in.position() + length);
    return text;
  }

  /**
   * Writes a failure for {@link Native#fail}.
   *
   * @param report what a handler threw
   * @return the whole envelope
   */
  public static byte[] encodeFailure(ErrorReport report) {
    ByteArrayOutputStream out = begin();
    write(out, report);
    return out.toByteArray();
  }

  /**
   * Writes a log record for {@link Native#log}.
   *
   * @param logger the logger's name
   * @param message what it says
   * @param report what was thrown, {@code null} if nothing was
   * @return the whole envelope
   */
  public static byte[] encodeLogRecord(
      String logger, String message, @Nullable ErrorReport report) {
    ByteArrayOutputStream out = begin();
    write(out, logger);
    write(out, message);
    writeOptional(out, report);
    return out.toByteArray();
  }

  // Not a DataOutputStream: its VarHandles take a JVM 15 ms and 300 classes when first used.
  private static ByteArrayOutputStream begin() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
    out.write(VERSION);
    return out;
  }

  private static void write(ByteArrayOutputStream out, ErrorReport report) {
    write(out, report.errorType());
    write(out, report.errorMessage());
    int frames = report.stackTrace().size();
    out.write(frames >> 8);
    out.write(frames);
    for (String frame : report.stackTrace()) {
      write(out, frame);
    }
    writeOptional(out, report.cause());
    out.write(report.suppressed().size());
    for (ErrorReport suppressed : report.suppressed()) {
      write(out, suppressed);
    }
  }

  private static void writeOptional(ByteArrayOutputStream out, @Nullable ErrorReport report) {
    out.write(report == null ? 0 : 1);
    if (report != null) {
      write(out, report);
    }
  }

  private static void write(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      out.write(bytes.length >> shift);
    }
    out.writeBytes(bytes);
  }
}
