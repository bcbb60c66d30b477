package io.github.libhello.internal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.charset.StandardCharsets;

/** The library's own messages: to the function's log in its form, before the start to stderr. */
final class LibraryLog {

  static final int ERROR = 5;
  static final int FATAL = 6;

  private static final String PREFIX = "libHello: ";

  private LibraryLog() {}

  /** Loads the class, which a full heap would not allow later. */
  static void prepare() {
    // Being called is enough.
  }

  /** Writes a message. Never throws; in a heap that is full the message may be lost. */
  static void write(int level, String message) {
    // Exceptions of the natives carry the prefix, and so does the log's text form.
    String text = message.startsWith(PREFIX) ? message.substring(PREFIX.length()) : message;
    try {
      Native.log(0, level, Envelope.encodeLogRecord("libHello", text, null));
    } catch (Throwable notStarted) {
      stderr(PREFIX + text + "\n");
    }
  }

  /** Past {@link System#err}, which user code may have replaced. */
  private static void stderr(String line) {
    try {
      // Not closed: that would close the process's stderr.
      @SuppressWarnings("resource")
      FileOutputStream stderr = new FileOutputStream(FileDescriptor.err);
      stderr.write(line.getBytes(StandardCharsets.UTF_8));
    } catch (Throwable nobodyReads) {
      // There is nowhere else to report it.
    }
  }
}
