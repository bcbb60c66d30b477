package io.github.libhello.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Status, headers and cookies in front of a body: JSON and eight NULs.
 *
 * <p>Source: AWS Lambda developer guide, "Configuring a Lambda function to stream responses".
 *
 * @param status of HTTP
 * @param headers their names and values
 * @param cookies the values of {@code Set-Cookie} headers
 */
record HttpPrelude(int status, Map<String, String> headers, List<String> cookies) {

  private static final String CONTENT_TYPE = "Content-Type";
  private static final int SEPARATOR = 8;
  private static final String NAME_SIGNS = "!#$%&'*+-.^_`|~";

  /**
   * Checks and copies them.
   *
   * @throws IllegalArgumentException when one of them cannot be sent
   */
  static HttpPrelude of(int status, Map<String, String> headers, List<String> cookies) {
    if (status < 100 || status > 599) {
      throw new IllegalArgumentException("a status of HTTP is 100 to 599: " + status);
    }
    Map<String, String> checked = new LinkedHashMap<>();
    for (Map.Entry<String, String> header : headers.entrySet()) {
      if (!isName(header.getKey())) {
        throw new IllegalArgumentException("not the name of a header: " + header.getKey());
      }
      checked.put(header.getKey(), value(header.getKey(), header.getValue()));
    }
    List<String> checkedCookies = new ArrayList<>();
    for (String cookie : cookies) {
      checkedCookies.add(value("Set-Cookie", cookie));
    }
    return new HttpPrelude(status, checked, checkedCookies);
  }

  /** Whether a text is of printable ASCII. */
  static boolean isPrintable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }

  private static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean digit = c >= '0' && c <= '9';
      if (!letter && !digit && NAME_SIGNS.indexOf(c) < 0) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  /** Values are not shown, as they may be private. */
  private static String value(String name, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        throw new IllegalArgumentException(
            "the value of " + name + " has a control character, which a header cannot have");
      }
    }
    return value;
  }

  /**
   * The bytes in front of the body.
   *
   * @param contentType added unless there is one among the headers
   */
  byte[] encode(@Nullable String contentType) {
    StringBuilder json = new StringBuilder("{\"statusCode\":").append(status);
    json.append(",\"headers\":{");
    String separator = "";
    boolean typed = contentType == null;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      json.append(separator);
      quote(json, header.getKey());
      quote(json.append(':'), header.getValue());
      typed |= header.getKey().equalsIgnoreCase(CONTENT_TYPE);
      separator = ",";
    }
    if (!typed && contentType != null) {
      quote(json.append(separator), CONTENT_TYPE);
      quote(json.append(':'), contentType);
    }
    json.append("},\"cookies\":[");
    separator = "";
    for (String cookie : cookies) {
      quote(json.append(separator), cookie);
      separator = ",";
    }
    json.append("]}").repeat(0, SEPARATOR);
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** What is no header's value never comes here, so a tab is the only control character. */
  private static void quote(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> json.append('\\').append(c);
        case '\t' -> json.append("\\t");
        default -> json.append(c);
      }
    }
    json.append('"');
  }
}
