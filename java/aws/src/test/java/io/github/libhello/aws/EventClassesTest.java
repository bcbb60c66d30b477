package io.github.libhello.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.ObjectMapper;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every class of aws-lambda-java-events, read and written as AWS's own runtime does, byte for byte.
 */
class EventClassesTest {

  private static final String EVENTS = "com.amazonaws.services.lambda.runtime.events";
  private static final String S3_OF_TWO_PACKAGES = EVENTS + ".models.s3.S3EventNotification";

  /** What AWS answers on a JVM: the end-to-end tests ask images the same. */
  private static final Path RECORDED = Path.of("..", "acceptance-aws", "src", "main", "events");

  static Stream<Class<?>> eventClasses() throws Exception {
    Path jar = Path.of(SQSEvent.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Stream.Builder<Class<?>> classes = Stream.builder();
    for (String name : new ClassPath(List.of(jar)).inside(EVENTS)) {
      boolean event = name.lastIndexOf('.') == EVENTS.length() && !name.contains("$");
      if (event || name.equals(S3_OF_TWO_PACKAGES)) {
        classes.add(Class.forName(name));
      }
    }
    return classes.build();
  }

  @Test
  void areSixtyNine() throws Exception {
    assertEquals(69, eventClasses().count());
  }

  @ParameterizedTest
  @MethodSource("eventClasses")
  void areReadAndWrittenAsByAws(Class<?> type) throws IOException {
    Runtime aws = Runtime.aws();
    Runtime own = Runtime.own();
    List<String> recorded = new ArrayList<>();
    for (Map.Entry<String, String> each : EventCases.of(type).entrySet()) {
      byte[] event = each.getValue().getBytes(StandardCharsets.UTF_8);
      List<String> expected = aws.echo(type, event);
      assertEquals(expected, own.echo(type, event), () -> each.getKey() + ": " + each.getValue());
      recorded.add(
          String.join(
              "\n", each.getKey(), each.getValue(), expected.getFirst(), expected.getLast()));
    }
    Path file = RECORDED.resolve(type.getSimpleName() + ".txt");
    if (Boolean.getBoolean("libhello.record")) {
      Files.createDirectories(RECORDED);
      Files.writeString(file, String.join("\n", recorded) + "\n");
    }
    assertEquals(
        inAnyOrder(recorded),
        inAnyOrder(cases(Files.readAllLines(file))),
        "to record again: -Dlibhello.record=true");
  }

  /** Four lines each: name, event, what came of it, and the response or the message. */
  private static List<String> cases(List<String> lines) {
    List<String> cases = new ArrayList<>();
    for (int i = 0; i < lines.size(); i += 4) {
      cases.add(String.join("\n", lines.subList(i, i + 4)));
    }
    return cases;
  }

  /** Properties without a field of their own are written in an order that each VM chooses. */
  private static List<List<Object>> inAnyOrder(List<String> cases) throws IOException {
    List<List<Object>> all = new ArrayList<>();
    for (String each : cases) {
      List<Object> lines = new ArrayList<>(List.of(each.split("\n", -1)));
      if (lines.get(2).equals("response")) {
        lines.set(3, new ObjectMapper().readTree((String) lines.get(3)));
      }
      all.add(lines);
    }
    return all;
  }
}
