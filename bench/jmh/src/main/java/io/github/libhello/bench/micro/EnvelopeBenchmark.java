package io.github.libhello.bench.micro;

import io.github.libhello.internal.Envelope;
import io.github.libhello.internal.ErrorReport;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The envelope on Java's side. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EnvelopeBenchmark {

  private final byte[] arrival = Envelope.warmUp();
  private final ErrorReport thrown =
      ErrorReport.of(new IllegalStateException("no", new IllegalArgumentException("the cause")));

  /**
   * A context with every text present.
   *
   * @return what was read
   */
  @Benchmark
  public Object readArrival() {
    return Envelope.decodeArrival(arrival);
  }

  /**
   * A throwable with a cause and the stack of this benchmark.
   *
   * @return what was written
   */
  @Benchmark
  public byte[] writeFailure() {
    return Envelope.encodeFailure(thrown);
  }
}
