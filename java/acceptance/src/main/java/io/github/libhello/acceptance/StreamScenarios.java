package io.github.libhello.acceptance;

import io.github.libhello.Invocation;
import io.github.libhello.ResponseStream;
import io.github.libhello.StreamingHandler;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Streams what the event says: {@code stream:NAME:ARGUMENT}, or {@code
 * "conformance:stream-NAME:ARGUMENT"} with its quotes, as the conformance suite asks. Every other
 * event is echoed, byte for byte.
 */
public final class StreamScenarios implements StreamingHandler {

  private static final String PREFIX = "stream:";
  private static final String CONFORMANCE = "\"conformance:stream";

  /** Of an invocation that is over. */
  private @Nullable ResponseStream kept;

  @Override
  public void handle(Invocation invocation, ResponseStream response) throws Exception {
    String event = new String(invocation.payload(), StandardCharsets.UTF_8);
    if (event.startsWith(CONFORMANCE)) {
      String asked = event.substring(CONFORMANCE.length(), event.length() - 1);
      int colon = asked.indexOf(':');
      conform(asked.substring(0, colon), asked.substring(colon + 1), response);
      return;
    }
    if (!event.startsWith(PREFIX)) {
      response.write(invocation.payload());
      return;
    }
    int colon = event.indexOf(':', PREFIX.length());
    perform(event.substring(PREFIX.length(), colon), event.substring(colon + 1), response);
  }

  private void perform(String name, String argument, ResponseStream response) throws Exception {
    switch (name) {
      case "pieces" -> {
        response.contentType("text/plain; charset=utf-8");
        for (String piece : argument.split(" ")) {
          response.write(bytes(piece));
          response.flush();
        }
      }
      case "http" -> {
        response.contentType("text/html");
        response.http(201, headers(), List.of("a=1; Secure", "b=\"2\""));
        response.write(bytes(argument));
      }
      case "nothing" -> {}
      case "bytes" -> bytes(argument, response);
      case "fail-early" -> {
        response.contentType("text/plain");
        response.http(200, Map.of(), List.of());
        response.write(new byte[0]);
        throw new IllegalStateException(argument);
      }
      case "fail-late" -> {
        response.write(bytes("begun"));
        throw new IllegalStateException(argument, new IOException("the disk"));
      }
      case "fail-in-block" -> {
        try (Writer writer = new OutputStreamWriter(response, StandardCharsets.UTF_8)) {
          writer.write("half of ");
          writer.flush();
          throw new IllegalStateException(argument);
        }
      }
      case "overflow" -> {
        response.write(bytes("begun"));
        perform(name, argument, response);
      }
      case "fill-heap" -> {
        response.write(bytes("begun"));
        FullHeap.fill(argument);
      }
      case "until-refused" -> {
        byte[] piece = new byte[100_000];
        while (true) {
          response.write(piece);
        }
      }
      case "sleep" -> {
        response.write(bytes("begun"));
        response.flush();
        System.out.println("sleeping");
        Thread.sleep(Long.parseLong(argument));
      }
      default -> misuse(name, argument, response);
    }
  }

  private static void conform(String name, String argument, ResponseStream response)
      throws Exception {
    int colon = argument.indexOf(':');
    if (name.equals("-wait")) {
      byte[] text = bytes(argument.substring(colon + 1));
      response.write(text);
      response.flush();
      ContractScenarios.await(argument.substring(0, colon));
      response.write(text);
      return;
    }
    int first = Integer.parseInt(colon < 0 ? argument : argument.substring(0, colon));
    String second = argument.substring(colon + 1);
    switch (name) {
      case "" -> {
        byte[] piece = bytes("x".repeat(Integer.parseInt(second)));
        for (int left = first; left > 0; left -= piece.length) {
          response.write(piece, 0, Math.min(left, piece.length));
        }
      }
      case "-fail" -> {
        response.write(bytes("x".repeat(first)));
        if (first > 0) {
          response.flush();
        }
        throw new IllegalStateException(second);
      }
      case "-sleep" -> {
        response.write('x');
        response.flush();
        Thread.sleep(first);
        response.write('x');
      }
      default -> throw new IllegalArgumentException("no such event: " + name);
    }
  }

  private void misuse(String name, String argument, ResponseStream response) throws Exception {
    switch (name) {
      case "head-late" -> {
        response.write(bytes("begun"));
        switch (argument) {
          case "type" -> response.contentType("text/plain");
          default -> response.http(200, Map.of(), List.of());
        }
      }
      case "bad-head" -> {
        switch (argument) {
          case "type" -> response.contentType("text/plain\r\nX: y");
          case "status" -> response.http(42, Map.of(), List.of());
          case "name" -> response.http(200, Map.of("a b", "c"), List.of());
          default -> response.http(200, Map.of(), List.of("a=b\r\nc: d"));
        }
      }
      case "bad-range" -> response.write(new byte[3], 2, 2);
      case "null" -> response.write(Misuse.absent());
      case "after-close" -> {
        response.write(bytes("begun"));
        response.close();
        response.close();
        response.write(0);
      }
      case "fail-in-close" -> {
        try (Writer writer = new FailingWriter(response)) {
          writer.write("all of it");
        }
      }
      case "keep" -> kept = response;
      case "kept" -> {
        try {
          Objects.requireNonNull(kept).write(bytes("late"));
        } catch (IOException late) {
          response.write(bytes(Objects.requireNonNull(late.getMessage())));
        }
      }
      case "threads" -> threads(Integer.parseInt(argument), response);
      case "left-behind" -> {
        Thread thread = new Thread(() -> writeForEver(response));
        thread.setDaemon(true);
        thread.start();
        while (thread.getState() == Thread.State.NEW) {
          Thread.onSpinWait();
        }
      }
      default -> throw new IllegalArgumentException("no such scenario: " + name);
    }
  }

  /** {@code TOTAL:PIECE}: so many bytes, the same at each place whatever the size of the pieces. */
  private static void bytes(String argument, ResponseStream response) throws IOException {
    int colon = argument.indexOf(':');
    long total = Long.parseLong(argument.substring(0, colon));
    byte[] piece = new byte[Integer.parseInt(argument.substring(colon + 1))];
    for (long at = 0; at < total; at += piece.length) {
      for (int i = 0; i < piece.length; i++) {
        piece[i] = (byte) ((at + i) % 251);
      }
      response.write(piece, 0, (int) Math.min(piece.length, total - at));
    }
  }

  private static Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("X-Text", "\"Zoë\"\t\\");
    headers.put("Cache-Control", "no-store");
    return headers;
  }

  /** Each of ten threads writes so many lines of its own digit. */
  private static void threads(int lines, ResponseStream response) throws InterruptedException {
    Thread[] threads = new Thread[10];
    for (int i = 0; i < threads.length; i++) {
      byte[] line = new byte[100];
      Arrays.fill(line, (byte) ('0' + i));
      line[99] = '\n';
      threads[i] =
          new Thread(() -> {
            for (int written = 0; written < lines; written++) {
              write(response, line);
            }
          });
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void writeForEver(ResponseStream response) {
    while (write(response, bytes("x"))) {
      Thread.onSpinWait();
    }
  }

  private static boolean write(ResponseStream response, byte[] bytes) {
    try {
      response.write(bytes);
      return true;
    } catch (IOException over) {
      System.out.println("left behind: " + over.getMessage());
      return false;
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static final class FailingWriter extends OutputStreamWriter {

    FailingWriter(ResponseStream response) {
      super(response, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
      super.close();
      throw new IOException("close failed");
    }
  }
}
