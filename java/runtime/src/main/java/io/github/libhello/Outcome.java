package io.github.libhello;

import java.util.Arrays;

/** The answer to one invocation: what a handler returned, or what it threw. */
public sealed interface Outcome {

  /**
   * Calls a handler and keeps whatever comes of it.
   *
   * @param handler the handler to call
   * @param invocation what to call it with
   * @return never {@code null}; nothing that the handler throws escapes
   */
  static Outcome of(Handler handler, Invocation invocation) {
    try {
      byte[] response = handler.handle(invocation);
      if (response == null) {
        throw new NullPointerException("the handler returned null: return an empty array instead");
      }
      return new Success(response);
    } catch (Throwable thrown) {
      return new Failure(Thrown.of(thrown));
    }
  }

  /**
   * The handler returned.
   *
   * @param response the response's bytes, shared with whoever made them
   */
  record Success(byte[] response) implements Outcome {

    /** Equal bytes; a record alone would compare the arrays by identity. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Success that && Arrays.equals(response, that.response);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(response);
    }

    @Override
    public String toString() {
      return "Success[" + response.length + " bytes]";
    }
  }

  /**
   * The handler threw.
   *
   * @param thrown what it threw
   */
  record Failure(Thrown thrown) implements Outcome {}
}
