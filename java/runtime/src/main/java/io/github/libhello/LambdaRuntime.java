package io.github.libhello;

import io.github.libhello.LambdaRuntimeException.Code;
import io.github.libhello.internal.Envelope;
import io.github.libhello.internal.LogSettings;
import io.github.libhello.internal.Native;
import io.github.libhello.internal.NativeLibrary;
import io.github.libhello.internal.Shutdown;
import org.jspecify.annotations.Nullable;

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
 * <p>What must be ready for the first invocation is prepared before the loop begins: Lambda counts
 * the time until then as initialisation.
 *
 * <p>When the process is told to end, by SIGTERM or {@link System#exit}, no further invocation is
 * taken, the one that is running may finish for 300 ms, and {@code run} returns. Your own shutdown
 * hooks run meanwhile, as the VM starts all of them at once.
 */
public final class LambdaRuntime {

  private static final String TRACE_PROPERTY = "com.amazonaws.xray.traceHeader";

  private LambdaRuntime() {}

  /**
   * Answers invocations one after the other, for as long as Lambda sends any. Blocks the calling
   * thread, which must be a platform thread: waiting for an event would pin a virtual thread's
   * carrier.
   *
   * <p>Where the function's log format is JSON, or the platform takes framed records, what is said
   * through {@code java.util.logging} and {@link System.Logger} goes there with the invocation's
   * request id; the log level holds for both. Otherwise they are left as they are.
   *
   * <p>During an invocation that is traced, the system property {@code
   * com.amazonaws.xray.traceHeader} is its trace header, as the SDKs expect it.
   *
   * @param handler called on the calling thread for each invocation
   * @throws LambdaRuntimeException when the library is missing, outside Lambda, or when the Runtime
   *     API can no longer be reached. Let it leave {@code main}, so that the process ends with a
   *     failure and Lambda starts another
   */
  public static void run(Handler handler) {
    load();
    loop(handler);
  }

  /**
   * Makes a handler, then answers invocations with it as {@link #run(Handler)} does. What goes
   * wrong in making it is reported to Lambda as an init error, with type, message and stack trace.
   *
   * @param factory called once, on the calling thread
   * @throws LambdaRuntimeException as {@link #run(Handler)}; and when the factory fails, after that
   *     was reported
   */
  public static void run(HandlerFactory factory) {
    load();
    loop(make(factory));
  }

  private static Handler make(HandlerFactory factory) {
    try {
      Handler handler = factory.create();
      if (handler == null) {
        throw new NullPointerException("the factory returned null instead of a handler");
      }
      return handler;
    } catch (Throwable thrown) {
      throw initError(thrown);
    }
  }

  private static LambdaRuntimeException initError(Throwable thrown) {
    String message = "the handler could not be made: " + thrown;
    try {
      Native.initError(Envelope.encodeFailure(Thrown.of(thrown)));
    } catch (RuntimeException notReported) {
      message += " (" + notReported.getMessage() + ")";
    }
    return new LambdaRuntimeException(Code.INIT, message, thrown);
  }

  private static void load() {
    try {
      NativeLibrary.load();
    } catch (UnsatisfiedLinkError e) {
      throw new LambdaRuntimeException(Code.LIBRARY, e.getMessage());
    }
  }

  private static void loop(Handler handler) {
    start();
    Shutdown.register(Thread.currentThread());
    LogSettings.apply();
    rehearse();
    while (true) {
      Envelope.Arrival arrival = next();
      if (arrival == null) {
        return;
      }
      trace(arrival.context());
      answer(arrival.token(), outcome(handler, arrival));
    }
  }

  /** An event that finds no room in the heap is an invocation error, too. */
  private static Outcome outcome(Handler handler, Envelope.Arrival arrival) {
    Invocation invocation;
    try {
      invocation = new Invocation(arrival.context(), Native.payload(arrival.token()));
    } catch (OutOfMemoryError e) {
      return new Outcome.Failure(Thrown.of(e));
    }
    return Outcome.of(handler, invocation);
  }

  /**
   * Goes once through what surrounds a handler, while the library opens its connection: the first
   * invocation then finds the code and its memory in place.
   */
  private static void rehearse() {
    InvocationContext context = Envelope.decodeArrival(Envelope.rehearsal()).context();
    trace(context);
    new Invocation(context, new byte[0]);
  }

  private static void start() {
    try {
      Native.start();
    } catch (RuntimeException e) {
      throw new LambdaRuntimeException(Code.START, e.getMessage());
    }
  }

  private static Envelope.@Nullable Arrival next() {
    try {
      byte[] arrival = Native.next();
      return arrival == null ? null : Envelope.decodeArrival(arrival);
    } catch (RuntimeException e) {
      throw new LambdaRuntimeException(Code.CLOSED, e.getMessage());
    }
  }

  private static void trace(InvocationContext context) {
    String traceId = context.traceId();
    if (traceId != null) {
      System.setProperty(TRACE_PROPERTY, traceId);
    } else {
      System.clearProperty(TRACE_PROPERTY);
    }
  }

  private static void answer(long token, Outcome outcome) {
    try {
      // Not a switch over the patterns: that is linked when first used, in some 5 ms on a JVM.
      if (outcome instanceof Outcome.Success success) {
        respond(token, success.response());
      } else if (outcome instanceof Outcome.Failure failure) {
        Native.fail(token, Envelope.encodeFailure(failure.thrown()));
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
      Native.fail(token, Envelope.encodeFailure(Thrown.of(tooLarge)));
    }
  }
}
