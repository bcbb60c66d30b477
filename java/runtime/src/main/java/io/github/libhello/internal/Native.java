package io.github.libhello.internal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The natives behind {@code LambdaRuntime}. Their other side is {@code
 * rust/bridge/src/ffi/exports.rs} and {@code exports/streams.rs} beside it.
 *
 * <p>All may be called from any platform thread once {@link NativeLibrary#load} has returned. A
 * failure inside the library arrives as the exception listed; a mistake of the library's own as an
 * {@link InternalError}.
 */
public final class Native {

  private Native() {}

  /**
   * Starts a thread of the library's own, which connects to the Runtime API, and returns. No event
   * is requested before {@link #serve}. A second call does nothing.
   *
   * @throws RuntimeException when a variable that Lambda sets is missing; the message names it
   */
  public static native void open();

  /**
   * Requests events from now on and returns. While it serves already, this does nothing.
   *
   * @param concurrency how many events may be open at once, at least 1
   * @throws IllegalArgumentException when the concurrency is less than 1
   * @throws RuntimeException as {@link #open}; when the process is ending
   */
  public static native void serve(int concurrency);

  /**
   * Blocks until there is an event, for hours if need be, and opens its invocation. For programs
   * without a loop of {@code LambdaRuntime} or {@code LoopThread}, which take all events.
   *
   * @return the context, to be read with {@link Envelope#decodeArrival}; {@code null} when the
   *     process is ending
   * @throws IllegalStateException where such a loop runs
   * @throws RuntimeException when the loop has ended; the message says why
   */
  public static byte @Nullable [] nextEvent() {
    if (Worker.claimed()) {
      // Lambda sends no event before this one is answered, so a handler would wait for ever.
      throw new IllegalStateException("another loop takes the events of this process already");
    }
    return next();
  }

  /** As {@link #nextEvent}, for a {@link Worker}. */
  static byte @Nullable [] take() {
    return next();
  }

  /**
   * Behind {@link #nextEvent}.
   *
   * @throws OutOfMemoryError when the heap has no room for the context; the library has answered
   *     the invocation
   */
  private static native byte @Nullable [] next();

  /**
   * As {@link #take}, for the only thread that takes events: where several have come at once, they
   * are all there for it, while {@link #take} leaves them to others.
   *
   * @param wait whether to block until there is an event
   * @return the context; {@code null} when the process is ending, and without {@code wait} also
   *     when there is no event
   * @throws OutOfMemoryError as {@link #next}
   * @throws RuntimeException when the loop has ended and {@code wait} is set; the message says why
   */
  static native byte @Nullable [] takeAlone(boolean wait);

  /**
   * Takes the event's bytes. Does not block.
   *
   * @param token from {@link #nextEvent}
   * @return a new array
   * @throws IllegalArgumentException when the payload was taken before, or the token is not open
   */
  public static native byte[] payload(long token);

  /**
   * Answers with the beginning of a buffer, sent untouched. Copies it and returns before it is
   * sent.
   *
   * @param token from {@link #nextEvent}
   * @param buffer the response's bytes, and whatever follows them
   * @param length how many of them are the response
   * @throws IllegalArgumentException when the invocation has its answer already, the response is
   *     too large, or the buffer shorter than that: in the last two cases it can still be answered
   * @throws RuntimeException when the loop has ended
   */
  public static native void respond(long token, byte[] buffer, int length);

  /**
   * Begins a response in pieces. The invocation stays open until {@link #finish} or {@link #fail}.
   *
   * @param token from {@link #nextEvent}
   * @param contentType in ASCII, {@code null} for {@code application/json}
   * @throws IllegalArgumentException when the response has begun or the invocation has its answer
   *     already, or when the content type is not ASCII
   * @throws RuntimeException when the loop has ended
   */
  public static native void begin(long token, byte @Nullable [] contentType);

  /**
   * Writes a part of an array into a response that has begun. Blocks while too much waits to be
   * sent; the array can be used again afterwards.
   *
   * @param token from {@link #nextEvent}
   * @param bytes what to write
   * @param start the index of the first
   * @param length how many
   * @throws IOException when nobody reads the response any more; the message says why
   * @throws IllegalArgumentException when the response has not begun, the invocation has its answer
   *     already, or the array has no such part
   */
  public static native void write(long token, byte[] bytes, int start, int length)
      throws IOException;

  /**
   * As {@link #write}, without blocking, for the only thread that writes into this response.
   *
   * @param token from {@link #nextEvent}
   * @param bytes what to write
   * @param start the index of the first
   * @param length how many, at least one
   * @return how many were written, from the first; 0 where {@link #write} would block
   * @throws IOException as {@link #write}
   * @throws IllegalArgumentException as {@link #write}
   */
  static native int writeSome(long token, byte[] bytes, int start, int length) throws IOException;

  /**
   * Has what was written sent at once. Does not block.
   *
   * @param token from {@link #nextEvent}
   * @throws IOException as {@link #write}
   * @throws IllegalArgumentException when the response has not begun, or the invocation has its
   *     answer already
   */
  public static native void flush(long token) throws IOException;

  /**
   * Ends a response in pieces. Does not block.
   *
   * @param token from {@link #nextEvent}
   * @throws IOException as {@link #write}; the invocation is over all the same
   * @throws IllegalArgumentException when the response has not begun, or the invocation has its
   *     answer already
   */
  public static native void finish(long token) throws IOException;

  /**
   * Answers with an invocation error, which also ends a response in pieces.
   *
   * @param token from {@link #nextEvent}
   * @param failure from {@link Envelope#encodeFailure}
   * @throws IllegalArgumentException when the invocation has its answer already
   * @throws RuntimeException when the loop has ended
   */
  public static native void fail(long token, byte[] failure);

  /**
   * Reports that the program could not be initialized, in place of {@link #serve}. Blocks until the
   * Runtime API has accepted it; the process must end non-zero afterwards.
   *
   * @param failure from {@link Envelope#encodeFailure}
   * @throws RuntimeException outside Lambda, after {@link #serve}, or when it was not accepted
   */
  public static native void initError(byte[] failure);

  /**
   * Wakes every thread in {@link #nextEvent}, and blocks until every open invocation has its
   * answer.
   *
   * @param patience how long to wait for that, in milliseconds
   */
  public static native void stop(long patience);

  /**
   * Writes what a logger says, in the form that the function is set to.
   *
   * @param token of the invocation during which it is said; while it is open its ids are in the
   *     record. 0 for the only one that is open, -1 for none
   * @param level 1 for trace to 6 for fatal
   * @param record from {@link Envelope#encodeLogRecord}
   * @throws RuntimeException before {@link #open}
   */
  public static native void log(long token, int level, byte[] record);

  /**
   * Writes a message that is complete, as it is, to the descriptor where the platform takes framed
   * records.
   *
   * @param level 1 for trace to 6 for fatal, 0 for none
   * @param message text, or JSON where the function is set to that
   * @return false where there is no such descriptor, and nothing was written
   * @throws RuntimeException before {@link #open}
   */
  public static native boolean logFramed(int level, byte[] message);
}
