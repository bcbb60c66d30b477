package io.github.libhello;

import io.github.libhello.internal.ConcurrentLoop;
import io.github.libhello.internal.ConcurrentSettings;
import io.github.libhello.internal.FailedStart;
import io.github.libhello.internal.LogSettings;
import io.github.libhello.internal.Native;
import io.github.libhello.internal.NativeLibrary;
import io.github.libhello.internal.ProcessExit;
import io.github.libhello.internal.Shutdown;
import io.github.libhello.internal.SnapshotPhase;
import io.github.libhello.internal.Start;
import io.github.libhello.internal.Worker;
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
 * <p>When the loop ends, so does the process: {@code run} writes one line to the log and exits with
 * status 1, whatever other threads there are. That is so when the library is missing, outside
 * Lambda, when the handler factory fails, and when the Runtime API can no longer be reached:
 * nothing would take events any more, and Lambda starts another process once this one is gone.
 * Shutdown hooks run, for two seconds at most; put into one what has to be closed.
 *
 * <p>When the process is told to end, by SIGTERM or {@link System#exit}, no further invocation is
 * taken, the one that is running may finish for 300 ms, and {@code run} returns, while your own
 * shutdown hooks run, as the VM starts all of them at once. The exit status is the VM's: 143 after
 * SIGTERM.
 *
 * <p>Before each invocation the thread's interrupt flag, name, priority, context class loader and
 * uncaught exception handler are put back to what they were when {@code run} was called. Values in
 * thread locals stay, as nothing can clear them, and so does what a handler changes in the whole
 * process.
 *
 * <p>In a function with SnapStart {@code run} also waits for the restore of the process, and runs
 * what is registered with {@link Snapshot} around it.
 */
public final class LambdaRuntime {

  private LambdaRuntime() {}

  /**
   * Answers invocations, for as long as Lambda sends any: one after the other, or on Lambda Managed
   * Instances as many at once as {@code AWS_LAMBDA_MAX_CONCURRENCY} says. Blocks the calling
   * thread, which must be a platform thread: waiting for an event would pin a virtual thread's
   * carrier. Returns only when the process is ending; see {@link LambdaRuntime}.
   *
   * <p>Where the function's log format is JSON, or the platform takes framed records, what is said
   * through {@code java.util.logging} and {@link System.Logger} goes there with the invocation's
   * request id; the log level holds for both. Otherwise they are left as they are.
   *
   * <p>During an invocation that is traced, the system property {@code
   * com.amazonaws.xray.traceHeader} is its trace header, as the SDKs expect it.
   *
   * <p>Where several invocations are open at once, each is answered on a virtual thread of its own,
   * log records are JSON, and in place of the system property a thread-local of AWS's SDKs has the
   * trace header.
   *
   * @param handler called on the calling thread for each invocation; where several are open at
   *     once, by several threads at once
   * @throws LambdaRuntimeException when {@code run} was called before in this process, for example
   *     by the handler that calls it
   */
  public static void run(Handler handler) {
    claim();
    try {
      open();
      if (Start.isSequential()) {
        serve(handler);
      } else {
        serveSeveral(ConcurrentLoop.given(handler));
      }
    } catch (Throwable end) {
      ProcessExit.fail(end);
    }
  }

  /**
   * Answers invocations as {@link #run(Handler)} does, with a handler that takes what a reader has
   * read and returns what a writer will write.
   *
   * @param reader reads the events
   * @param handler called on the calling thread for each invocation
   * @param writer writes the responses
   * @param <E> what an event is read as
   * @param <R> what a response is made of
   * @throws LambdaRuntimeException as {@link #run(Handler)}
   */
  public static <E, R> void run(
      EventReader<E> reader, TypedHandler<E, R> handler, ResponseWriter<R> writer) {
    run(Handler.of(reader, handler, writer));
  }

  /**
   * Answers invocations as {@link #run(Handler)} does, with responses in pieces.
   *
   * @param handler called on the calling thread for each invocation
   * @throws LambdaRuntimeException as {@link #run(Handler)}
   */
  public static void run(StreamingHandler handler) {
    run(Handler.streaming(handler));
  }

  /**
   * Makes a handler, then answers invocations with it as {@link #run(Handler)} does. What goes
   * wrong in making it is reported to Lambda as an init error, with type, message and stack trace;
   * then the process ends with status 1.
   *
   * @param factory called once, on the calling thread
   * @throws LambdaRuntimeException as {@link #run(Handler)}
   */
  public static void run(HandlerFactory factory) {
    claim();
    try {
      open();
      if (Start.isSequential()) {
        Handler handler = make(factory);
        if (handler != null) {
          serve(handler);
        }
      } else {
        serveSeveral(factory);
      }
    } catch (Throwable end) {
      ProcessExit.fail(end);
    }
  }

  private static void claim() {
    if (!Worker.claim()) {
      throw new LambdaRuntimeException(
          "LambdaRuntime.run was called before in this process, and takes all of its events: call"
              + " it once, and not from a handler");
    }
  }

  private static @Nullable Handler make(HandlerFactory factory) {
    try {
      return Start.handler(factory);
    } catch (Throwable thrown) {
      FailedStart.end("the handler factory failed", thrown, false, 1);
      return null;
    }
  }

  /** The library connects, and registers its extension, beside what the program does until then. */
  private static void open() {
    NativeLibrary.load();
    Native.open();
    if (snapStart()) {
      SnapshotPhase.prepare();
    }
  }

  private static boolean snapStart() {
    return SnapshotPhase.SNAP_START.equals(System.getenv(SnapshotPhase.INITIALIZATION_TYPE));
  }

  private static void serveSeveral(HandlerFactory factory) {
    ConcurrentSettings settings = ConcurrentSettings.orInitError();
    if (settings == null) {
      return;
    }
    ConcurrentLoop loop;
    try {
      loop = ConcurrentLoop.of(factory, settings);
    } catch (Throwable thrown) {
      FailedStart.end("the handler factory failed", thrown, false, 1);
      return;
    }
    loop.run();
    // As after the other loop.
    ProcessExit.fail("the loop was stopped");
  }

  private static void serve(Handler handler) {
    if (snapStart() && !SnapshotPhase.pass(handler)) {
      return;
    }
    Shutdown.register(Thread.currentThread());
    // Before the warm-up, which then overlaps with the wait for the first event.
    Native.serve(1);
    LogSettings.apply();
    Worker worker = new Worker(handler);
    worker.warmUp();
    worker.run();
    // Does nothing but for a loop that was stopped without the process.
    ProcessExit.fail("the loop was stopped");
  }
}
