package io.github.libhello.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.libhello.cases.Rules;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule of AWS's loader, against that loader. */
class HandlerRulesTest {

  private static final List<String> EVENTS =
      List.of(
          "{\"name\":\"Zoë\"}",
          "null",
          "{}",
          "[]",
          "[{\"name\":\"a\"}]",
          "17",
          "\"text\"",
          "{",
          "");

  private static final Runtime AWS = Runtime.aws();
  private static final Runtime OWN = Runtime.own();

  static Stream<String> handlers() {
    List<String> names = new ArrayList<>();
    for (Class<?> each : Rules.class.getDeclaredClasses()) {
      names.add(each.getName());
    }
    for (Class<?> each :
        List.of(
            Rules.Methods.class, Rules.MoreMethods.class, Rules.MethodsWithoutConstructor.class)) {
      for (Method method : each.getDeclaredMethods()) {
        names.add(each.getName() + "::" + method.getName());
      }
    }
    for (Class<?> each :
        List.of(
            Rules.Plain.class,
            Rules.ThroughBase.class,
            Rules.Streams.class,
            Rules.Both.class,
            Rules.Raw.class,
            Rules.Neither.class)) {
      names.add(each.getName() + "::handleRequest");
    }
    names.add(Rules.MoreMethods.class.getName() + "::event");
    names.add(Rules.Methods.class.getName() + "::toString");
    names.add(Rules.Methods.class.getName() + "::wait");
    names.add(Rules.Methods.class.getName() + "::missing");
    return names.stream().distinct().sorted();
  }

  @ParameterizedTest
  @MethodSource("handlers")
  void areThoseOfAws(String handler) {
    for (String event : EVENTS) {
      byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
      List<String> expected = AWS.answer(handler, bytes);
      List<String> actual = OWN.answer(handler, bytes);
      if (isOfTheLoader(expected)) {
        // Ours is an exception with its type, and its message may tell more.
        assertEquals("error", actual.getFirst());
        assertTrue(actual.get(2).startsWith(expected.get(2)), () -> expected + "\n" + actual);
      } else {
        assertEquals(withoutRuntime(expected), withoutRuntime(actual), event);
      }
    }
  }

  /** An error of AWS's loader has no type, or the plain Exception of its constructor rule. */
  private static boolean isOfTheLoader(List<String> answer) {
    return answer.getFirst().equals("error")
        && (answer.get(1).equals("null") || answer.get(1).equals("java.lang.Exception"));
  }

  /** The loaders of these tests stand in the frames of neither. */
  private static List<String> withoutRuntime(List<String> answer) {
    return answer.stream().map(line -> line.replace("app//", "")).toList();
  }
}
