package io.github.libhello.internal.metrics;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The process's standard output, past {@link System#out}, which user code may have replaced. */
public final class StandardOutput {

  private StandardOutput() {}

  /**
   * Writes a line in one piece. Where nobody reads any more it is lost, as with {@link System#out}.
   *
   * @param line without its end
   */
  public static void write(String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    System.out.flush();
    // Not closed: that would close the process's standard output.
    @SuppressWarnings("resource")
    FileOutputStream output = new FileOutputStream(FileDescriptor.out);
    try {
      synchronized (StandardOutput.class) {
        output.write(bytes);
      }
    } catch (IOException nobodyReads) {
      // There is nowhere else to report it.
    }
  }
}
