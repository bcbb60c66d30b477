package io.github.libhello.internal;

import io.github.libhello.Handler;
import io.github.libhello.Invocation;
import io.github.libhello.InvocationContext;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Events that the handler answers before the snapshot is taken. Their answers are dropped. */
public final class Priming {

  private static final String FILES = "LIBHELLO_PRIMING_EVENTS";

  /** What Lambda gives a function before its snapshot, at least, less some for the rest. */
  private static final Duration TIME = Duration.ofSeconds(120);

  private static final List<byte[]> EVENTS = new ArrayList<>();

  private Priming() {}

  /**
   * Adds an event.
   *
   * @param event the payload
   */
  public static void add(byte[] event) {
    synchronized (EVENTS) {
      EVENTS.add(event);
    }
  }

  /**
   * Has the handler answer the events that were added, and those in the files that the environment
   * names.
   *
   * @param handler of the function
   * @throws Exception what the handler throws; when a file cannot be read
   */
  static void run(Handler handler) throws Exception {
    List<byte[]> events;
    synchronized (EVENTS) {
      events = new ArrayList<>(EVENTS);
      EVENTS.clear();
    }
    addFiles(events);
    ThreadState thread = ThreadState.capture();
    for (int i = 0; i < events.size(); i++) {
      handler.handle(new Invocation(context(i + 1), events.get(i)));
      thread.restore();
    }
  }

  private static void addFiles(List<byte[]> events) throws IOException {
    String names = System.getenv(FILES);
    if (names == null) {
      return;
    }
    String folder = variable("LAMBDA_TASK_ROOT");
    for (String name : names.split(":", -1)) {
      if (!name.isBlank()) {
        // Files and paths of java.nio would make every image larger.
        File file = new File(name.strip());
        try (InputStream event =
            new FileInputStream(file.isAbsolute() ? file : new File(folder, name.strip()))) {
          events.add(event.readAllBytes());
        } catch (IOException unreadable) {
          throw new IOException(FILES + " names " + name.strip() + ": " + unreadable, unreadable);
        }
      }
    }
  }

  private static InvocationContext context(int number) {
    String arn =
        "arn:aws:lambda:"
            + variable("AWS_REGION")
            + ":000000000000:function:"
            + variable("AWS_LAMBDA_FUNCTION_NAME");
    Instant deadline = Instant.now().plus(TIME);
    return new InvocationContext("priming-" + number, deadline, arn, null, null, null, null);
  }

  private static String variable(String name) {
    String value = System.getenv(name);
    return value == null ? "" : value;
  }
}
