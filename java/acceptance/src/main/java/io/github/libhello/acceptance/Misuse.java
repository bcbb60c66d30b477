package io.github.libhello.acceptance;

import io.github.libhello.internal.Envelope;
import io.github.libhello.internal.ErrorReport;
import io.github.libhello.internal.Native;
import io.github.libhello.internal.NativeLibrary;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Calls the natives in every wrong way, each of which must be an exception and leave the process as
 * it was. One line a call on stdout: what was done, and what came of it.
 */
public final class Misuse {

  private static final byte[] RESPONSE = "{}".getBytes(StandardCharsets.UTF_8);

  private Misuse() {}

  /** A call that is expected to throw. */
  private interface Call {
    void run() throws Exception;
  }

  /** Needs three events; answers them all. */
  public static void run() {
    NativeLibrary.load();
    report("next before open", Native::nextEvent);
    report("respond before open", () -> respond(1, RESPONSE));
    Native.open();
    report("open twice", Native::open);
    report("next before serve", Native::nextEvent);
    report("serve nothing at once", () -> Native.serve(0));
    report("serve less than nothing", () -> Native.serve(-1));
    Native.serve(1);
    report("serve twice", () -> Native.serve(1));
    report("init error after serve", () -> Native.initError(failure()));
    report("respond to a token never given", () -> respond(77, RESPONSE));
    report("respond to token 0", () -> respond(0, RESPONSE));
    report("respond to a negative token", () -> respond(-1, RESPONSE));

    long token = token();
    report("payload", () -> Native.payload(token));
    report("payload twice", () -> Native.payload(token));
    report("respond with null", () -> Native.respond(token, absent(), 0));
    report("fail with null", () -> Native.fail(token, absent()));
    report("fail with what is not an envelope", () -> Native.fail(token, RESPONSE));
    report("respond with too much", () -> respond(token, new byte[6 * 1024 * 1024 + 101]));
    report("respond with more than there is", () -> Native.respond(token, RESPONSE, 3));
    report("respond with less than nothing", () -> Native.respond(token, RESPONSE, -1));
    report("respond", () -> respond(token, RESPONSE));
    report("respond twice", () -> respond(token, RESPONSE));
    report("fail after respond", () -> Native.fail(token, new byte[] {1, 0, 0}));

    long second = token();
    report("panic", () -> PanicProbe.panic("on purpose"));
    report("panic with null", () -> PanicProbe.panic(nothing()));
    report("respond after the panic", () -> respond(second, RESPONSE));
    stream(token());
    System.out.println("misuse: done");
    report("next when the loop has ended", Native::nextEvent);
  }

  private static void stream(long token) {
    report("begin with a token never given", () -> Native.begin(77, null));
    report("begin with what is not ASCII", () -> Native.begin(token, new byte[] {'a', '\n'}));
    report("begin with what is not UTF-8", () -> Native.begin(token, new byte[] {-1}));
    report("write before begin", () -> Native.write(token, RESPONSE, 0, 2));
    report("flush before begin", () -> Native.flush(token));
    report("finish before begin", () -> Native.finish(token));
    report("begin", () -> Native.begin(token, null));
    report("begin twice", () -> Native.begin(token, null));
    report("respond after begin", () -> respond(token, RESPONSE));
    report("write null", () -> Native.write(token, absent(), 0, 0));
    report("write more than there is", () -> Native.write(token, RESPONSE, 1, 2));
    report("write less than nothing", () -> Native.write(token, RESPONSE, 2, -1));
    report("write before the array", () -> Native.write(token, RESPONSE, -1, 2));
    report(
        "write beyond all numbers",
        () -> Native.write(token, RESPONSE, Integer.MAX_VALUE, Integer.MAX_VALUE));
    report("write", () -> Native.write(token, RESPONSE, 0, 2));
    report("finish", () -> Native.finish(token));
    report("finish twice", () -> Native.finish(token));
    report("write after finish", () -> Native.write(token, RESPONSE, 0, 2));
    report("fail after finish", () -> Native.fail(token, failure()));
  }

  private static long token() {
    return Envelope.decodeArrival(Objects.requireNonNull(Native.nextEvent())).token();
  }

  private static void respond(long token, byte[] response) {
    Native.respond(token, response, response.length);
  }

  private static byte[] failure() {
    return Envelope.encodeFailure(ErrorReport.of(new Exception("too late")));
  }

  private static void report(String what, Call call) {
    String outcome = "fine";
    try {
      call.run();
    } catch (Throwable thrown) {
      outcome = thrown.getClass().getName() + ": " + thrown.getMessage();
    }
    System.out.println("misuse: " + what + " -> " + outcome);
  }

  // Null on purpose, where the contract has no place for it.
  @SuppressWarnings("NullAway")
  static byte[] absent() {
    byte @Nullable [] bytes = null;
    return bytes;
  }

  @SuppressWarnings("NullAway")
  static String nothing() {
    @Nullable String text = null;
    return text;
  }
}
