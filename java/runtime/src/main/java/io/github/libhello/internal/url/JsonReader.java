package io.github.libhello.internal.url;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON into maps, lists, strings, booleans, doubles and nulls. So small that the runtime
 * needs no library for the few fields of an event.
 */
final class JsonReader {

  /** An event of HTTP has four levels; a thread's stack holds many more than these. */
  private static final int MAX_DEPTH = 100;

  private final String text;
  private int at;

  private JsonReader(String text) {
    this.text = text;
  }

  /**
   * Reads one value.
   *
   * @throws IllegalArgumentException when it is not JSON, or nested deeper than {@link #MAX_DEPTH}
   */
  static @Nullable Object read(String text) {
    JsonReader reader = new JsonReader(text);
    Object value = reader.value(0);
    reader.skipSpace();
    if (reader.at < text.length()) {
      throw reader.malformed();
    }
    return value;
  }

  private @Nullable Object value(int depth) {
    skipSpace();
    if (at == text.length() || depth > MAX_DEPTH) {
      throw malformed();
    }
    return switch (text.charAt(at)) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, @Nullable Object> object(int depth) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    at++;
    if (accept('}')) {
      return object;
    }
    do {
      skipSpace();
      String name = string();
      require(':');
      object.put(name, value(depth + 1));
    } while (accept(','));
    require('}');
    return object;
  }

  private List<@Nullable Object> array(int depth) {
    List<@Nullable Object> array = new ArrayList<>();
    at++;
    if (accept(']')) {
      return array;
    }
    do {
      array.add(value(depth + 1));
    } while (accept(','));
    require(']');
    return array;
  }

  private String string() {
    if (at == text.length() || text.charAt(at) != '"') {
      throw malformed();
    }
    int start = ++at;
    // Bodies are long, and most have few escapes.
    StringBuilder unescaped = null;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        String rest = text.substring(start, at - 1);
        return unescaped == null ? rest : unescaped.append(rest).toString();
      }
      if (c < ' ') {
        break;
      }
      if (c == '\\') {
        unescaped = unescaped == null ? new StringBuilder() : unescaped;
        unescaped.append(text, start, at - 1).append(escape());
        start = at;
      }
    }
    throw malformed();
  }

  private char escape() {
    if (at == text.length()) {
      throw malformed();
    }
    char c = text.charAt(at++);
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw malformed();
    };
  }

  private char unicode() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = at < text.length() ? hexadecimal(text.charAt(at)) : -1;
      if (digit < 0) {
        throw malformed();
      }
      code = code * 16 + digit;
      at++;
    }
    return (char) code;
  }

  private static int hexadecimal(char c) {
    return c < 128 ? Character.digit(c, 16) : -1;
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    if (!text.startsWith(word, at)) {
      throw malformed();
    }
    at += word.length();
    return value;
  }

  private Number number() {
    int start = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    try {
      return Double.valueOf(text.substring(start, at));
    } catch (NumberFormatException malformed) {
      throw malformed();
    }
  }

  private boolean accept(char wanted) {
    skipSpace();
    if (at < text.length() && text.charAt(at) == wanted) {
      at++;
      return true;
    }
    return false;
  }

  private void require(char wanted) {
    if (!accept(wanted)) {
      throw malformed();
    }
  }

  private void skipSpace() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  /** The event may be private, so it is not shown. */
  private IllegalArgumentException malformed() {
    return new IllegalArgumentException("the event is not JSON that can be read: at " + at);
  }
}
