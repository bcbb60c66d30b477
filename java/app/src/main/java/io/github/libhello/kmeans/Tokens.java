package io.github.libhello.kmeans;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamLocation;

/** How error messages speak of JSON tokens: what they are and where they stand, but briefly. */
final class Tokens {

  private static final int MAX_LENGTH = 40;

  private Tokens() {}

  /** The current token by its kind; numbers and literals by their text. */
  static String describe(JsonParser json) {
    return switch (json.currentToken()) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      default -> shortened(json.getString());
    };
  }

  static String shortened(String text) {
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "...";
  }

  /** Where the parser gave up, as the end of a sentence. */
  static String place(JacksonException notJson) {
    TokenStreamLocation location = notJson.getLocation();
    return location == null
        ? ""
        : ", at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }
}
