package io.github.libhello.kmeans;

import org.jspecify.annotations.Nullable;

/**
 * The request cannot be answered as it is; the message names the field, the bound and the value.
 */
public final class InvalidRequestException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /**
   * Refuses a request.
   *
   * @param message what is wrong, and with which field
   */
  public InvalidRequestException(String message) {
    this(message, null);
  }

  /**
   * Refuses a request that could not even be read.
   *
   * @param message what is wrong, and where
   * @param cause what the JSON parser had to say
   */
  public InvalidRequestException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
