package io.github.libhello.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.libhello.Handler;
import io.github.libhello.Invocation;
import io.github.libhello.InvocationContext;
import io.github.libhello.StreamingHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InvocationStreamTest {

  /** Notes what reaches the library, a word for each call. */
  private static final class Notes implements StreamTarget {

    private final StringBuilder all = new StringBuilder();
    private boolean refuses;

    @Override
    public void begin(@Nullable String contentType) throws IOException {
      note("begin " + contentType);
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
      String text = new String(bytes, start, length, StandardCharsets.UTF_8);
      note(text.replace("\0", "0"));
    }

    @Override
    public void flush() throws IOException {
      note("flush");
    }

    @Override
    public void finish() throws IOException {
      note("finish");
    }

    private void note(String what) throws IOException {
      if (refuses) {
        throw new IOException("refused");
      }
      all.append(all.isEmpty() ? "" : ", ").append(what);
    }
  }

  private final Notes notes = new Notes();
  private final InvocationStream stream = new InvocationStream(notes);

  private void write(String text) throws IOException {
    stream.write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void beginsWithItsFirstByte() throws Exception {
    stream.contentType("text/plain");
    write("");
    assertEquals("", notes.all.toString());
    write("a");
    stream.write('b');
    stream.flush();
    stream.finish();
    assertEquals("begin text/plain, a, b, flush, finish", notes.all.toString());
  }

  @Test
  void beginsWithAFlush() throws Exception {
    stream.flush();
    assertEquals("begin null, flush", notes.all.toString());
    assertThrows(IllegalStateException.class, () -> stream.contentType("text/plain"));
    assertThrows(IllegalStateException.class, () -> stream.http(200, Map.of(), List.of()));
  }

  @Test
  void beginsAtTheEndWhereNothingIsWritten() throws Exception {
    stream.close();
    assertEquals("", notes.all.toString());
    stream.finish();
    assertEquals("begin null, finish", notes.all.toString());
  }

  @Test
  void hasTheHeadOfHttpInFrontOfTheFirstByte() throws Exception {
    stream.http(200, Map.of("X", "replaced"), List.of());
    Map<String, String> headers = new TreeMap<>(Map.of("content-type", "a/b", "X-Y", "\\\"é"));
    stream.http(204, headers, List.of("c=d", "e=f"));
    stream.contentType("not/used");
    headers.clear();
    write("body");
    assertEquals(
        "begin application/vnd.awslambda.http-integration-response, {\"statusCode\":204,"
            + "\"headers\":{\"X-Y\":\"\\\\\\\"é\",\"content-type\":\"a/b\"},"
            + "\"cookies\":[\"c=d\",\"e=f\"]}00000000, body",
        notes.all.toString());
  }

  @Test
  void takesNothingOnceItIsClosed() throws Exception {
    write("a");
    stream.close();
    stream.close();
    stream.flush();
    assertThrows(IOException.class, () -> write("b"));
    assertThrows(IllegalStateException.class, () -> stream.contentType("text/plain"));
    stream.finish();
    assertThrows(IOException.class, () -> write("c"));
    stream.flush();
    stream.close();
    assertEquals("begin null, a, flush, finish", notes.all.toString());
  }

  @Test
  void takesNothingOnceTheHandlerHasThrown() throws Exception {
    stream.end();
    assertThrows(IOException.class, () -> write("a"));
    assertThrows(IllegalStateException.class, () -> stream.http(200, Map.of(), List.of()));
    assertEquals("", notes.all.toString());
  }

  @Test
  void saysThatNobodyReads() {
    notes.refuses = true;
    assertThrows(IOException.class, () -> write("a"));
    assertThrows(IOException.class, stream::flush);
    assertThrows(IOException.class, stream::finish);
  }

  @Test
  void rejectsAHeadThatCannotBeSent() {
    for (String type : List.of("a\nb", "ä", "\u007f")) {
      assertThrows(IllegalArgumentException.class, () -> stream.contentType(type));
    }
    for (int status : new int[] {0, 99, 600}) {
      assertThrows(IllegalArgumentException.class, () -> stream.http(status, Map.of(), List.of()));
    }
    for (String name : List.of("", "a b", "a:", "ä")) {
      Map<String, String> headers = Map.of(name, "x");
      assertThrows(IllegalArgumentException.class, () -> stream.http(200, headers, List.of()));
    }
    for (String value : List.of("a\r\nb", "\0", "\u007f")) {
      Map<String, String> headers = Map.of("a", value);
      assertThrows(IllegalArgumentException.class, () -> stream.http(200, headers, List.of()));
      assertThrows(
          IllegalArgumentException.class, () -> stream.http(200, Map.of(), List.of(value)));
    }
  }

  @Test
  void isOneArrayWhereTheHandlerIsCalledDirectly() throws Exception {
    StreamingHandler handler =
        (invocation, response) -> {
          response.write(invocation.payload());
          response.flush();
          response.write(invocation.payload());
        };
    InvocationContext context = new InvocationContext("id", null, null, null, null, null, null);
    byte[] event = "ab".getBytes(StandardCharsets.UTF_8);
    byte[] answer = Handler.streaming(handler).handle(new Invocation(context, event));
    assertEquals("abab", new String(answer, StandardCharsets.UTF_8));
  }
}
