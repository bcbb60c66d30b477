package io.github.libhello.internal;

import io.github.libhello.Handler;
import io.github.libhello.Invocation;
import io.github.libhello.InvocationContext;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One thread's loop: next, trace, handler, reply. It holds the token and the context of the
 * invocation that is open on its thread.
 *
 * <p>Each invocation gets exactly one answer, whatever its handler throws, and whatever the
 * throwable's own methods do; also in a heap that is full, and stays so: what is needed then has
 * been made and loaded by {@link #warmUp}.
 */
public final class Worker {

  private static final String TRACE_PROPERTY = "com.amazonaws.xray.traceHeader";

  /** The token of no invocation. */
  private static final long NONE = 0;

  private static boolean claimed;

  /** The largest array that is kept for the next response: a small heap must not hold more. */
  private static final int MAX_KEPT = 1 << 20;

  /** The same where there are many workers. */
  private static final int MAX_KEPT_BESIDE_OTHERS = 1 << 16;

  private final BufferHandler handler;

  /** Called in its place where the responses go out in pieces. */
  private final @Nullable Streaming streaming;

  /** {@code null} where each invocation has a thread of its own. */
  private final @Nullable ThreadState thread;

  /** Whether there are others, so that nothing of an invocation may be set in the whole process. */
  private final boolean besideOthers;

  private final byte[] heapFull = Envelope.encodeFailure(ErrorReport.HEAP_FULL);

  /** Of the invocation that is open, or of the last one. */
  private long token = NONE;

  private @Nullable InvocationContext context;

  private byte[] kept = ResponseBuffer.first();

  /**
   * A worker of the calling thread.
   *
   * @param handler answers the invocations
   */
  public Worker(Handler handler) {
    this(handler, ThreadState.capture(), false);
  }

  private Worker(Handler handler, @Nullable ThreadState thread, boolean besideOthers) {
    this.thread = thread;
    this.besideOthers = besideOthers;
    this.handler = handler instanceof BufferHandler writing ? writing : new WholeArrays(handler);
    streaming = this.handler.streaming();
  }

  /** A worker of the calling thread, beside others. */
  static Worker besideOthers(Handler handler) {
    return new Worker(handler, ThreadState.capture(), true);
  }

  /** A worker whose invocations have a new thread each, beside others. */
  static Worker ofNewThreads(Handler handler) {
    return new Worker(handler, null, true);
  }

  /**
   * Reserves the process's events for one loop. There is no way back: when the loop ends, so does
   * the process.
   *
   * @return false when they are reserved already
   */
  public static synchronized boolean claim() {
    boolean first = !claimed;
    claimed = true;
    return first;
  }

  /**
   * Whether a loop takes the process's events.
   *
   * @return true once {@link #claim} was called
   */
  static synchronized boolean claimed() {
    return claimed;
  }

  /**
   * Runs once through what surrounds a handler, success and failure, while the library opens its
   * connection. The first invocation then does not pay for it, and a failure in a full heap has no
   * class left to load.
   */
  public void warmUp() {
    InvocationContext none = Envelope.decodeArrival(Envelope.warmUp()).context();
    enter(none);
    new Invocation(none, new byte[0]);
    new ResponseBuffer(kept).end();
    restore();
    // The exception of a token that was never issued also links the native that answers failures.
    // An image has no classes to load for frames, and to find them would touch a megabyte of it.
    fail(
        NativeImage.RUNNING
            ? new Frameless(new Frameless(null))
            : new Exception("", new Exception()));
    ProcessExit.prepare();
  }

  /**
   * Answers invocations until the process is ending.
   *
   * @throws RuntimeException when the Runtime API loop has ended
   */
  public void run() {
    while (true) {
      byte[] arrival = next();
      if (arrival == null) {
        return;
      }
      answer(arrival);
    }
  }

  /** Answers the invocation that {@link #next} has opened, whatever its handler does. */
  void answer(byte[] arrival) {
    token = Envelope.token(arrival);
    if (streaming == null) {
      serve(arrival);
    } else {
      stream(streaming, arrival);
    }
    context = null;
  }

  /** Answers it without its handler, for which there is no thread. */
  void refuse(byte[] arrival, Throwable noThread) {
    token = Envelope.token(arrival);
    fail(noThread);
  }

  /**
   * The invocation that is open on this worker's thread.
   *
   * @return its context, {@code null} between invocations
   */
  public @Nullable InvocationContext context() {
    return context;
  }

  /**
   * Waits for an invocation.
   *
   * @return as {@link Native#take}
   */
  static byte @Nullable [] next() {
    while (true) {
      try {
        return Native.take();
      } catch (OutOfMemoryError full) {
        // The library has answered the invocation whose context found no room.
      }
    }
  }

  /**
   * Waits for an invocation, on the only thread that does.
   *
   * @param wait false to get one only if it is there
   * @return as {@link Native#takeAlone}
   */
  static byte @Nullable [] nextAlone(boolean wait) {
    while (true) {
      try {
        return Native.takeAlone(wait);
      } catch (OutOfMemoryError full) {
        // As above.
      }
    }
  }

  private void serve(byte[] arrival) {
    ResponseBuffer response;
    try {
      response = handle(open(arrival));
    } catch (Throwable thrown) {
      fail(thrown);
      return;
    }
    try {
      Native.respond(token, response.array(), response.length());
    } catch (IllegalArgumentException | Error rejected) {
      // Too large for Lambda, or for the heap: the invocation is open still.
      fail(rejected);
    } catch (RuntimeException late) {
      late(late);
    }
  }

  /**
   * Makes the response once the payload is there, which is where large events make the collector
   * run. What it finds alive it takes for old, and what is old keeps alive whatever it will ever
   * refer to, until all of the heap is collected: here an array of the size of the event.
   */
  private ResponseBuffer handle(Invocation invocation) throws Exception {
    ResponseBuffer response = new ResponseBuffer(kept);
    try {
      handler.handle(invocation, response);
    } finally {
      response.end();
      keep(response);
    }
    return response;
  }

  private Invocation open(byte[] arrival) {
    InvocationContext current = Envelope.decodeArrival(arrival).context();
    context = current;
    enter(current);
    Invocation invocation = new Invocation(current, Native.payload(token));
    restore();
    return invocation;
  }

  private void stream(Streaming streaming, byte[] arrival) {
    try {
      streaming.handle(token, open(arrival));
    } catch (Throwable thrown) {
      fail(thrown);
      return;
    }
    try {
      streaming.finish();
    } catch (IOException refused) {
      // The library has logged why, and the invocation is over.
    } catch (Error full) {
      fail(full);
    } catch (RuntimeException late) {
      late(late);
    }
  }

  /** An array that a handler made is its own. */
  private void keep(ResponseBuffer response) {
    byte[] array = response.array();
    int limit = besideOthers ? MAX_KEPT_BESIDE_OTHERS : MAX_KEPT;
    if (array.length <= limit && !response.replaced()) {
      kept = array;
    }
  }

  private void restore() {
    if (thread != null) {
      thread.restore();
    }
  }

  private void enter(InvocationContext context) {
    if (besideOthers) {
      ConcurrentInvocation.enter(token, context);
    } else {
      trace(context);
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

  /** Never throws: what cannot be described is answered with what was encoded at the start. */
  private void fail(Throwable thrown) {
    byte[] failure = heapFull;
    try {
      failure = Envelope.encodeFailure(ErrorReport.of(thrown));
    } catch (Throwable full) {
      // Then the one at hand.
    }
    try {
      Native.fail(token, failure);
    } catch (Throwable first) {
      if (token != NONE) {
        failAgain(first);
      }
    }
  }

  private void failAgain(Throwable first) {
    try {
      Native.fail(token, heapFull);
    } catch (Throwable second) {
      late(first);
    }
  }

  /**
   * Lambda has given the invocation up meanwhile; the {@code next} that follows tells whether the
   * whole loop has ended.
   */
  private static void late(Throwable refusal) {
    try {
      String message = "an answer came too late: " + ErrorReport.of(refusal).errorMessage();
      LibraryLog.write(LibraryLog.ERROR, message);
    } catch (Throwable full) {
      // A line is not worth the loop.
    }
  }

  private static final class Frameless extends Exception {

    private static final long serialVersionUID = 1;

    Frameless(@Nullable Throwable cause) {
      super("", cause, false, false);
    }
  }

  /** A handler that returns its response. */
  private static final class WholeArrays implements BufferHandler {

    private final Handler handler;

    WholeArrays(Handler handler) {
      this.handler = handler;
    }

    @Override
    public void handle(Invocation invocation, ResponseBuffer response) throws Exception {
      byte[] bytes = handler.handle(invocation);
      if (bytes == null) {
        throw new NullPointerException("the handler returned null: return an empty array instead");
      }
      response.replace(bytes);
    }
  }
}
