package io.github.libhello.kmeans;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Any JSON as maps, lists, numbers and texts, to look at in tests. */
final class Json {

  private Json() {}

  /** An object; fails on anything else, on a field given twice and on what follows it. */
  static Map<?, ?> object(byte[] utf8) {
    try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), utf8)) {
      json.nextToken();
      Map<?, ?> object = (Map<?, ?>) value(json);
      if (json.nextToken() != null) {
        throw new AssertionError("more follows the object");
      }
      return object;
    }
  }

  /** A field that must be there. */
  static Object field(Map<?, ?> object, String name) {
    return Objects.requireNonNull(object.get(name), name);
  }

  /** Numbers of an array of numbers. */
  static double[] doubles(Object array) {
    return ((List<?>) array).stream().mapToDouble(each -> ((Number) each).doubleValue()).toArray();
  }

  /** Numbers of an array of arrays of numbers. */
  static double[][] rows(Object array) {
    return ((List<?>) array).stream().map(Json::doubles).toArray(double[][]::new);
  }

  /** Integers of an array of integers. */
  static int[] integers(Object array) {
    return ((List<?>) array).stream().mapToInt(each -> ((Integer) each).intValue()).toArray();
  }

  private static Object value(JsonParser json) {
    return switch (json.currentToken()) {
      case START_OBJECT -> fields(json);
      case START_ARRAY -> elements(json);
      case VALUE_STRING -> json.getString();
      case VALUE_TRUE, VALUE_FALSE -> json.getBooleanValue();
      default -> json.getNumberValue();
    };
  }

  private static Map<String, Object> fields(JsonParser json) {
    Map<String, Object> fields = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      if (fields.put(name, value(json)) != null) {
        throw new AssertionError(name + " is there twice");
      }
    }
    return fields;
  }

  private static List<Object> elements(JsonParser json) {
    List<Object> elements = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(json));
    }
    return elements;
  }
}
