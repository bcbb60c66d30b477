package io.github.libhello.junit;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/**
 * What an invocation came to.
 *
 * @param payload the response's bytes, or the report of the error
 * @param functionError the kind of error that Lambda's client is told, or null where there is a
 *     response
 * @param log the last 4 KiB of what was logged during the invocation
 */
public record InvocationResult(byte[] payload, @Nullable String functionError, String log) {

  /**
   * The response as text.
   *
   * @return what the function has answered
   * @throws AssertionError if there was an error, with its report and the log
   */
  public String response() {
    if (functionError != null) {
      throw new AssertionError(
          "The function answered with an error: " + text() + "\nIts log:\n" + log);
    }
    return text();
  }

  /**
   * The report of the error as text: JSON with {@code errorType} and {@code errorMessage}.
   *
   * @return what Lambda gives the caller
   * @throws AssertionError if there was a response
   */
  public String error() {
    if (functionError == null) {
      throw new AssertionError("The function answered without an error: " + text());
    }
    return text();
  }

  private String text() {
    return new String(payload, UTF_8);
  }
}
