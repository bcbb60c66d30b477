package io.github.libhello.acceptance;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A throwable whose own methods do what they should not. Which do what is given as text. */
public final class HostileException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What a method does. */
  private enum Conduct {
    NORMAL,
    RUNTIME_EXCEPTION,
    ERROR,
    OVERFLOW,
    OUT_OF_MEMORY,
    NULL,
    ODD,
    CHECKED,
    OTHER
  }

  /** What can be overridden; {@code getSuppressed} is final, so it has hostile elements instead. */
  private enum Method {
    GET_MESSAGE,
    GET_LOCALIZED_MESSAGE,
    GET_CAUSE,
    GET_STACK_TRACE,
    TO_STRING,
    GET_SUPPRESSED
  }

  /** Thrown by every invocation that asks for it, as by code that keeps an exception. */
  @SuppressWarnings("StaticAssignmentOfThrowable")
  private static final HostileException SHARED = new HostileException(0);

  /** Methods that are not in it behave. */
  private final EnumMap<Method, Conduct> conducts = new EnumMap<>(Method.class);

  private HostileException(int depth) {
    super("hostile at depth " + depth);
  }

  /**
   * Throws what the text asks for.
   *
   * @param how {@code METHOD=CONDUCT}; {@code seed=NUMBER} for a tree of throwables generated from
   *     it; or {@code shared}, {@code initializer}, {@code checked}, {@code exhausting}
   * @throws Exception always
   */
  public static void raise(String how) throws Exception {
    switch (how) {
      case "shared" -> {
        SHARED.addSuppressed(new Exception("once more"));
        throw SHARED;
      }
      case "initializer" -> throw new NeverReady();
      case "checked" -> HostileException.<RuntimeException>sneaky(new BareThrowable());
      case "exhausting" -> throw new ExhaustingException();
      default -> throw generated(how);
    }
  }

  /**
   * Makes what {@link #raise} would throw.
   *
   * @param how {@code METHOD=CONDUCT} or {@code seed=NUMBER}
   * @return a hostile one
   */
  static HostileException generated(String how) {
    String[] parts = how.split("=", 2);
    if (parts[0].equals("seed")) {
      return generated(new Random(Long.parseLong(parts[1])), 0);
    }
    HostileException exception = new HostileException(0);
    exception.conducts.put(Method.valueOf(parts[0]), Conduct.valueOf(parts[1]));
    exception.arm(new Random(0));
    return exception;
  }

  private static HostileException generated(Random random, int depth) {
    HostileException exception = new HostileException(depth);
    for (Method method : Method.values()) {
      exception.conducts.put(method, any(random));
    }
    if (depth < 4 && random.nextBoolean()) {
      exception.initCause(generated(random, depth + 1));
    }
    if (depth < 4 && random.nextInt(3) == 0) {
      exception.addSuppressed(generated(random, depth + 1));
    }
    exception.arm(random);
    return exception;
  }

  private static Conduct any(Random random) {
    Conduct[] all = Conduct.values();
    return all[random.nextInt(all.length)];
  }

  private void arm(Random random) {
    if (conduct(Method.GET_SUPPRESSED) != Conduct.NORMAL) {
      for (int i = 0; i < 30; i++) {
        HostileException suppressed = new HostileException(1);
        for (Method method : Method.values()) {
          boolean same = random.nextBoolean();
          suppressed.conducts.put(method, same ? conduct(Method.GET_SUPPRESSED) : any(random));
        }
        addSuppressed(suppressed);
      }
    }
  }

  private Conduct conduct(Method method) {
    // Throwable's constructor may call overridden methods before the field is set.
    return conducts == null ? Conduct.NORMAL : conducts.getOrDefault(method, Conduct.NORMAL);
  }

  /** Whatever the conduct throws is thrown here. */
  private Conduct misbehave(Method method) {
    Conduct conduct = conduct(method);
    switch (conduct) {
      case RUNTIME_EXCEPTION -> throw new IllegalStateException(this);
      case ERROR -> throw new AssertionError(this);
      case OVERFLOW -> overflow(method);
      case OUT_OF_MEMORY -> throw new OutOfMemoryError("hostile");
      case CHECKED -> HostileException.<RuntimeException>sneaky(new BareThrowable());
      case OTHER -> HostileException.<RuntimeException>sneaky(this);
      case NORMAL, NULL, ODD -> {}
    }
    return conduct;
  }

  @SuppressWarnings("InfiniteRecursion")
  private int overflow(Method method) {
    return overflow(method) + 1;
  }

  @Override
  public @Nullable String getMessage() {
    return text(Method.GET_MESSAGE, super.getMessage());
  }

  @Override
  public @Nullable String getLocalizedMessage() {
    return text(Method.GET_LOCALIZED_MESSAGE, super.getMessage());
  }

  @Override
  @SuppressWarnings("NullAway")
  public String toString() {
    return text(Method.TO_STRING, "a hostile exception");
  }

  private @Nullable String text(Method method, @Nullable String normal) {
    return switch (misbehave(method)) {
      case NULL -> null;
      case ODD -> "\0\ud800\udc00\udc00\ud800".repeat(100_000);
      default -> normal;
    };
  }

  @Override
  public synchronized @Nullable Throwable getCause() {
    return switch (misbehave(Method.GET_CAUSE)) {
      case NULL -> null;
      // A fresh one each time: a chain without end.
      case ODD -> {
        HostileException next = new HostileException(0);
        next.conducts.put(Method.GET_CAUSE, Conduct.ODD);
        yield next;
      }
      default -> super.getCause();
    };
  }

  @Override
  @SuppressWarnings("NullAway")
  public StackTraceElement[] getStackTrace() {
    return switch (misbehave(Method.GET_STACK_TRACE)) {
      case NULL -> null;
      case ODD -> new StackTraceElement[100_000];
      default -> super.getStackTrace();
    };
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneaky(Throwable throwable) throws T {
    throw (T) throwable;
  }

  /** Neither an exception nor an error. */
  private static final class BareThrowable extends Throwable {
    private static final long serialVersionUID = 1L;
  }

  /** A class that cannot be initialized. */
  private static final class NeverReady extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int NUMBER = Integer.parseInt("no number");

    NeverReady() {
      super("number " + NUMBER);
    }
  }

  /** Its message takes more memory than there is. */
  private static final class ExhaustingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    @SuppressWarnings("ModifiedButNotUsed")
    public String getMessage() {
      List<byte[]> all = new ArrayList<>();
      while (true) {
        all.add(new byte[1 << 20]);
      }
    }
  }
}
