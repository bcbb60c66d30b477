package io.github.libhello;

import io.github.libhello.LambdaRuntimeException.Code;
import io.github.libhello.internal.Envelope;
import io.github.libhello.internal.Native;
import io.github.libhello.internal.NativeLibrary;

/**
 * Makes the program a Lambda custom runtime.
 *
 * <pre>{@code
 * public final class Echo {
 *   public static void main(String[] args) {
 *     LambdaRuntime.run(invocation -> invocation.payload());
 *   }
 * }
 * }</pre>
 *
 * <p>What must be ready for the first invocation is prepared before {@link #run}: Lambda counts the
 * time until then as initialisation.
 */
public final class LambdaRuntime {

  private LambdaRuntime() {}

  /**
   * Answers invocations one after the other, for as long as Lambda sends any. Blocks the calling
   * thread, which must be a platform thread: waiting for an event would pin a virtual thread's
   * carrier.
   *
   * @param handler called on the calling thread for each invocation
   * @throws LambdaRuntimeException when the library is missing, outside Lambda, or when the Runtime
   *     API can no longer be reached. Let it leave {@code main}, so that the process ends with a
   *     failure and Lambda starts another
   */
  public static void run(Handler handler) {
    load();
    start();
    while (true) {
      Envelope.Arrival arrival = next();
      answer(
          arrival.token(),
          Outcome.of(handler, new Invocation(arrival.context(), Native.payload(arrival.token()))));
    }
  }

  private static void load() {
    try {
      NativeLibrary.load();
    } catch (UnsatisfiedLinkError e) {
      throw new LambdaRuntimeException(Code.LIBRARY, e.getMessage());
    }
  }

  private static void start() {
    try {
      Native.start();
    } catch (RuntimeException e) {
      throw new LambdaRuntimeException(Code.START, e.getMessage());
    }
  }

  private static Envelope.Arrival next() {
    try {
      return Envelope.decodeArrival(Native.next());
    } catch (RuntimeException e) {
      throw new LambdaRuntimeException(Code.CLOSED, e.getMessage());
    }
  }

  private static void answer(long token, Outcome outcome) {
    try {
      switch (outcome) {
        case Outcome.Success success -> respond(token, success.response());
        case Outcome.Failure failure -> Native.fail(token, Envelope.encodeFailure(failure));
      }
    } catch (RuntimeException e) {
      // The invocation was given up by Lambda meanwhile; the next() that follows says whether the
      // whole loop has ended.
      System.err.println("libHello: an answer came too late: " + e.getMessage());
    }
  }

  /** A response that Lambda would not take is the caller's to know of, as an invocation error. */
  private static void respond(long token, byte[] response) {
    try {
      Native.respond(token, response);
    } catch (IllegalArgumentException tooLarge) {
      Native.fail(token, Envelope.encodeFailure(Outcome.Failure.of(tooLarge)));
    }
  }
}
