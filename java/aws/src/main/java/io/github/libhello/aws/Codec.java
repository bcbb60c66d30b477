package io.github.libhello.aws;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** JSON of one type, as AWS's managed runtime reads and writes it. */
interface Codec {

  /**
   * Reads an event.
   *
   * @param json the whole event
   * @return {@code null} for JSON's null
   * @throws IOException when it is not JSON, or not of that type
   */
  @Nullable Object read(byte[] json) throws IOException;

  /**
   * Writes a response.
   *
   * @param value what the handler returned
   * @param out left open
   * @throws IOException when it cannot be written
   */
  void write(@Nullable Object value, OutputStream out) throws IOException;
}
