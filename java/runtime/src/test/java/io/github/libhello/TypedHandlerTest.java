package io.github.libhello;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TypedHandlerTest {

  private static final InvocationContext CONTEXT =
      new InvocationContext("the-id", null, null, null, null, null, null);

  private static final EventReader<String> READER =
      event -> new String(event, StandardCharsets.UTF_8);

  private static final ResponseWriter<String> WRITER =
      (response, out) -> out.write(response.getBytes(StandardCharsets.UTF_8));

  private static Invocation event(String text) {
    return new Invocation(CONTEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void answersWhatItsPartsMake() throws Exception {
    Handler handler =
        Handler.of(READER, (event, context) -> event.length() + " " + context.requestId(), WRITER);
    assertEquals("6 the-id", new String(handler.handle(event("events")), StandardCharsets.UTF_8));
  }

  @Test
  void writesMoreThanItsBufferHasAtFirst() throws Exception {
    Handler handler = Handler.of(READER, (event, context) -> event.repeat(1000), WRITER);
    assertEquals(7000, handler.handle(event("1234567")).length);
  }

  @Test
  void throwsWhatItsPartsThrow() {
    IOException thrown = new IOException("on purpose");
    EventReader<String> reader =
        event -> {
          throw thrown;
        };
    ResponseWriter<String> writer =
        (response, out) -> {
          out.write(1);
          throw thrown;
        };
    Handler read = Handler.of(reader, (event, context) -> event, WRITER);
    assertSame(thrown, assertThrows(IOException.class, () -> read.handle(event("x"))));
    Handler written = Handler.of(READER, (event, context) -> event, writer);
    assertSame(thrown, assertThrows(IOException.class, () -> written.handle(event("x"))));
  }

  @Test
  void rejectsWhatIsWrittenAfterTheAnswer() throws Exception {
    OutputStream[] kept = new OutputStream[1];
    Handler handler =
        Handler.of(
            READER,
            (event, context) -> event,
            (response, out) -> {
              kept[0] = out;
              out.close();
              out.write(response.getBytes(StandardCharsets.UTF_8));
            });
    assertEquals(1, handler.handle(event("x")).length);
    assertThrows(IOException.class, () -> kept[0].write(1));
    assertThrows(IOException.class, () -> kept[0].write(new byte[2]));
  }
}
