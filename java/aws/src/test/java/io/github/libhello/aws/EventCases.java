package io.github.libhello.aws;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.core.JsonFactory;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.core.JsonGenerator;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2CustomAuthorizerEvent;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Events of a class, made out of the class itself. */
final class EventCases {

  /** Values that some of AWS's readers take apart. */
  private static final Map<String, String> BY_NAME =
      Map.ofEntries(
          Map.entry("body", "{\"order\":17,\"note\":\"Zoë 😀\"}"),
          Map.entry("arn", "arn:aws:sqs:eu-central-1:123456789012:orders"),
          Map.entry("time", "2020-01-02T03:04:05.678Z"),
          Map.entry("timestamp", "2020-01-02T03:04:05.678Z"),
          Map.entry("id", "059f36b4-87a3-44ab-83d2-661975830a7d"),
          Map.entry("path", "/orders/17%20a"),
          Map.entry("method", "POST"),
          Map.entry("region", "eu-central-1"),
          Map.entry("ip", "203.0.113.7"),
          Map.entry("address", "203.0.113.7"),
          Map.entry("data", "aGVsbG8="),
          Map.entry("version", "2.0"));

  private static final String ODD_TEXT = "\"quoted\" \\ / é 😀 \u2028 \u007f";
  private static final long SECONDS = 1_767_323_045;
  private static final int MAX_DEPTH = 7;

  private final StringWriter text = new StringWriter();
  private final JsonGenerator out;
  private final boolean every;
  private final boolean apiGateway;
  private final Set<Class<?>> path = new HashSet<>();
  private int number;

  private EventCases(Class<?> type, boolean every) {
    this.every = every;
    apiGateway = type == APIGatewayV2CustomAuthorizerEvent.class;
    try {
      out = new JsonFactory().createGenerator(text);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /**
   * The cases of a class.
   *
   * @param type an event or a response
   * @return JSON, or what is none, by the name of the case
   */
  static Map<String, String> of(Class<?> type) {
    Map<String, String> cases = new LinkedHashMap<>();
    cases.put("realistic", new EventCases(type, false).event(type));
    cases.put("every property", new EventCases(type, true).event(type));
    cases.put("empty", "{}");
    cases.put("null", "null");
    cases.put("array", "[]");
    cases.put("text", "\"a text\"");
    cases.put("unknown property", "{\"unknown\":{\"deep\":[1,{}]},\"Records\":[]}");
    cases.put("broken", "{\"Records\":[");
    return cases;
  }

  private String event(Class<?> type) {
    try {
      value("", type, Map.of(), 0);
      out.close();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private void value(String name, Type type, Map<String, Type> variables, int depth)
      throws IOException {
    switch (type) {
      case ParameterizedType parameterized -> parameterized(name, parameterized, variables, depth);
      case TypeVariable<?> variable ->
          value(name, variables.getOrDefault(variable.getName(), String.class), variables, depth);
      case GenericArrayType array -> list(name, array.getGenericComponentType(), variables, depth);
      case Class<?> plain -> plain(name, plain, depth);
      default -> out.writeNull();
    }
  }

  private void parameterized(
      String name, ParameterizedType type, Map<String, Type> variables, int depth)
      throws IOException {
    Class<?> raw = (Class<?>) type.getRawType();
    Type[] arguments = type.getActualTypeArguments();
    if (Map.class.isAssignableFrom(raw)) {
      out.writeStartObject();
      for (String key :
          every ? new String[] {"first", "Zweiter-Schlüssel"} : new String[] {"Content-Type"}) {
        out.writeFieldName(key);
        deeper(name, arguments[1], variables, depth);
      }
      out.writeEndObject();
    } else if (Collection.class.isAssignableFrom(raw)) {
      list(name, arguments[0], variables, depth);
    } else {
      Map<String, Type> inner = new LinkedHashMap<>();
      for (int i = 0; i < arguments.length; i++) {
        inner.put(raw.getTypeParameters()[i].getName(), arguments[i]);
      }
      object(raw, inner, depth);
    }
  }

  private void list(String name, Type element, Map<String, Type> variables, int depth)
      throws IOException {
    out.writeStartArray();
    for (int i = 0; i < (depth < 3 ? 2 : 1); i++) {
      deeper(name, element, variables, depth);
    }
    out.writeEndArray();
  }

  private void deeper(String name, Type type, Map<String, Type> variables, int depth)
      throws IOException {
    if (depth == MAX_DEPTH) {
      out.writeNull();
    } else {
      value(name, type, variables, depth + 1);
    }
  }

  private void plain(String name, Class<?> type, int depth) throws IOException {
    number++;
    if (type == String.class) {
      out.writeString(text(name));
    } else if (type == boolean.class || type == Boolean.class) {
      out.writeBoolean(number % 2 == 0);
    } else if (type == double.class
        || type == Double.class
        || type == float.class
        || type == Float.class) {
      out.writeNumber(number + 0.25);
    } else if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      out.writeNumber(number);
    } else if (type == Date.class) {
      out.writeNumber(SECONDS + number);
    } else if (type.getName().equals("org.joda.time.DateTime")) {
      out.writeString("2020-01-02T03:04:05.678+01:00");
    } else if (type == ByteBuffer.class || type == byte[].class) {
      out.writeString("aGVsbG8gWm/Dqw==");
    } else if (type.isEnum()) {
      out.writeString(((Enum<?>) type.getEnumConstants()[0]).name());
    } else if (type.isArray()) {
      list(name, type.getComponentType(), Map.of(), depth);
    } else if (type == Object.class) {
      out.writeRawValue("{\"any\":[1,2.5,true,null,\"x\"]}");
    } else {
      object(type, Map.of(), depth);
    }
  }

  private String text(String name) {
    if (apiGateway && name.equals("Time")) {
      // A form of its own.
      return "02/Jan/2020:03:04:05 +0100";
    }
    if (every) {
      return name + " " + number + " " + ODD_TEXT;
    }
    String lower = name.toLowerCase(Locale.ROOT);
    for (Map.Entry<String, String> each :
        BY_NAME.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
      if (lower.endsWith(each.getKey())) {
        return each.getValue();
      }
    }
    return name + "-" + number;
  }

  private void object(Class<?> type, Map<String, Type> variables, int depth) throws IOException {
    if (!path.add(type)) {
      // A type inside itself, such as the attributes of DynamoDB.
      out.writeNull();
      return;
    }
    out.writeStartObject();
    if (depth < MAX_DEPTH) {
      for (Map.Entry<String, Type> property : properties(type).entrySet()) {
        for (String spelling : spellings(property.getKey(), depth)) {
          out.writeFieldName(spelling);
          deeper(property.getKey(), property.getValue(), variables, depth);
        }
      }
    }
    out.writeEndObject();
    path.remove(type);
  }

  /**
   * By its setters, and its getters where there are none, in an order that is the same in each VM.
   * A setter that takes a text stands for its overloads, and for a getter of another type.
   */
  private static Map<String, Type> properties(Class<?> type) {
    Map<String, Type> properties = new TreeMap<>();
    for (Method method : methods(type)) {
      if (method.getName().matches("set.+") && method.getParameterCount() == 1) {
        Type taken = method.getGenericParameterTypes()[0];
        properties.merge(
            method.getName().substring(3),
            taken,
            (known, other) -> other == String.class ? other : known);
      }
    }
    for (Method method : methods(type)) {
      if (method.getName().matches("(get|is).+") && method.getParameterCount() == 0) {
        properties.putIfAbsent(
            method.getName().replaceFirst("get|is", ""), method.getGenericReturnType());
      }
    }
    return properties;
  }

  private static List<Method> methods(Class<?> type) {
    List<Method> methods = new ArrayList<>();
    for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
      for (Method method : each.getDeclaredMethods()) {
        int modifiers = method.getModifiers();
        if (!Modifier.isStatic(modifiers)
            && Modifier.isPublic(modifiers)
            && !method.isSynthetic()) {
          methods.add(method);
        }
      }
    }
    return methods;
  }

  /**
   * AWS's readers differ in them from class to class; the others are properties that are not known.
   */
  private static Set<String> spellings(String name, int depth) {
    Set<String> spellings = new LinkedHashSet<>();
    spellings.add(name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1));
    spellings.add(name);
    if (depth == 0) {
      spellings.add(name.toLowerCase(Locale.ROOT));
    }
    return spellings;
  }
}
