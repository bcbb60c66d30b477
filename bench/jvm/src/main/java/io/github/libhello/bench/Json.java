package io.github.libhello.bench;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Events and responses that are one flat JSON object. */
final class Json {

  private static final JsonFactory JSON = new JsonFactory();

  private Json() {}

  /** The fields' values as text, in their order. */
  static Map<String, String> read(byte[] event) {
    Map<String, String> fields = new LinkedHashMap<>();
    try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), event)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("the event must be a JSON object");
      }
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        if (!in.nextToken().isScalarValue()) {
          throw new IllegalArgumentException("\"" + name + "\" must be a text or a number");
        }
        fields.put(name, in.getString());
      }
    }
    return fields;
  }

  /** Values are texts, integers or doubles. */
  static byte[] write(Map<String, ?> fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      out.writeStartObject();
      fields.forEach((name, value) -> {
        switch (value) {
          case Integer number -> out.writeNumberProperty(name, number);
          case Long number -> out.writeNumberProperty(name, number);
          case Double number -> out.writeNumberProperty(name, number);
          default -> out.writeStringProperty(name, value.toString());
        }
      });
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }
}
