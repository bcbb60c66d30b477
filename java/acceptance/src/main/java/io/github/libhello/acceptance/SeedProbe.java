package io.github.libhello.acceptance;

import java.security.Provider;
import java.security.SecureRandomSpi;
import java.security.Security;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A provider of random numbers, which are no such, that counts the seeds that it is given. */
final class SeedProbe extends Provider {

  private static final long serialVersionUID = 1;

  private static final AtomicInteger SEEDS = new AtomicInteger();
  private static volatile int lastSize;

  private SeedProbe() {
    super("SeedProbe", "1", "counts seeds");
    putService(new Random(this));
  }

  static void install() {
    Security.insertProviderAt(new SeedProbe(), 1);
  }

  static String seen() {
    return SEEDS + " of " + lastSize + " bytes";
  }

  /** Makes its object itself, as an image has no reflection for it. */
  private static final class Random extends Service {

    Random(Provider provider) {
      super(provider, "SecureRandom", "SeedProbe", Spi.class.getName(), List.of(), Map.of());
    }

    @Override
    public Object newInstance(@Nullable Object parameter) {
      return new Spi();
    }
  }

  private static final class Spi extends SecureRandomSpi {

    private static final long serialVersionUID = 1;

    @Override
    protected void engineSetSeed(byte[] seed) {
      lastSize = seed.length;
      SEEDS.incrementAndGet();
    }

    @Override
    protected void engineNextBytes(byte[] bytes) {
      bytes[0] = 1;
    }

    @Override
    protected byte[] engineGenerateSeed(int size) {
      return new byte[size];
    }
  }
}
