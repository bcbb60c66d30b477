package io.github.libhello.internal.url;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

  @Test
  void readsEveryKindOfValue() {
    String text =
        " {\"a\" : [1, -2.5e3, true, false, \"x\"] ,\t\"b\":{},\r\n\"c\":[ ], \"a\":\"last\"} ";
    assertEquals(Map.of("a", "last", "b", Map.of(), "c", List.of()), JsonReader.read(text));
    assertEquals(
        List.of(1.0, -2500.0, true, false, "x"),
        JsonReader.read("[1, -2.5e3, true, false, \"x\"]"));
    assertNull(JsonReader.read("null"));
  }

  @Test
  void unescapesStrings() {
    assertEquals(
        "\"\\/\b\f\n\r\tA\u00e9\ud83d\ude00 é",
        JsonReader.read("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00E9\\ud83d\\uDE00 é\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[",
        "\"",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "[1,]",
        "[1 2]",
        "tru",
        "nul",
        "-",
        "1.2.3",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\n\"",
        "{} {}",
        "{a:1}",
        "'a'",
        "\"\\",
        "\"\\u",
        "]"
      })
  void rejectsWhatIsNoJson(String text) {
    assertThrows(IllegalArgumentException.class, () -> JsonReader.read(text));
  }

  @Test
  void rejectsWhatIsNestedTooDeep() {
    String deep = "[".repeat(1_000_000);
    assertThrows(IllegalArgumentException.class, () -> JsonReader.read(deep));
    JsonReader.read("[".repeat(100) + "]".repeat(100));
  }
}
