package io.github.libhello.bench.micro;

import io.github.libhello.internal.Envelope;
import io.github.libhello.internal.Native;
import io.github.libhello.internal.NativeLibrary;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One invocation through the library, there and back: as bytes through {@link Native}, as strings
 * through the natives of class {@code Test}. The Runtime API is in the same process.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LoopBenchmark {

  private static final MethodHandle READ_REQUEST = testNative("readRequest");
  private static final MethodHandle WRITE_RESPONSE = testNative("writeResponse", String.class);

  /** The size of event and response in bytes. */
  @Param({"128", "65536", "5767168"})
  public int size;

  private @Nullable EndlessRuntimeApi api;

  /** For JMH. */
  public LoopBenchmark() {}

  /**
   * Opens a Runtime API and starts the library: once a process, of which JMH makes one for each
   * benchmark and size.
   *
   * @throws IOException when the port is taken
   */
  @Setup
  public void start() throws IOException {
    byte[] payload = new byte[size];
    Arrays.fill(payload, (byte) 'x');
    payload[0] = '"';
    payload[size - 1] = '"';
    api = EndlessRuntimeApi.open(payload);
    NativeLibrary.load();
    Native.open();
    Native.serve(1);
  }

  /**
   * Looks whether echoes have arrived as large as the events were.
   *
   * @throws InterruptedException when JMH gives up waiting
   */
  @TearDown
  public void check() throws InterruptedException {
    long answered = Objects.requireNonNull(api).answered();
    if (answered != size) {
      throw new IllegalStateException("the last response had " + answered + " bytes");
    }
  }

  /** As {@code LambdaRuntime} does it. */
  @Benchmark
  public void bytes() {
    Envelope.Arrival arrival = Envelope.decodeArrival(Objects.requireNonNull(Native.nextEvent()));
    byte[] payload = Native.payload(arrival.token());
    Native.respond(arrival.token(), payload, payload.length);
  }

  /**
   * As {@code Test.main} does it.
   *
   * @throws Throwable what the natives throw
   */
  @Benchmark
  public void strings() throws Throwable {
    String event = (String) READ_REQUEST.invokeExact();
    WRITE_RESPONSE.invokeExact(event);
  }

  /** Class {@code Test} is in the default package, which no other can import from. */
  private static MethodHandle testNative(String name, Class<?>... parameters) {
    try {
      Method method = Class.forName("Test").getDeclaredMethod(name, parameters);
      method.setAccessible(true);
      return MethodHandles.lookup().unreflect(method);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
