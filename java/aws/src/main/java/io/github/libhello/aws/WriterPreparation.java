package io.github.libhello.aws;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.JavaType;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.JsonMappingException;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.JsonSerializer;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.ObjectWriter;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.SerializerProvider;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.ser.DefaultSerializerProvider;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.ser.PropertyWriter;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.ser.SerializerFactory;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.ser.impl.PropertySerializerMap;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets a writer find the serializers of all that its type is made of, without an object to write.
 * Jackson looks for them when it first meets a value, and AWS has switched off that it does so
 * earlier; in an image it is done while that is built.
 */
final class WriterPreparation {

  /** What handlers put into maps and {@code Object} properties. */
  private static final List<Class<?>> COMMON =
      List.of(
          String.class,
          Integer.class,
          Long.class,
          Double.class,
          Boolean.class,
          HashMap.class,
          LinkedHashMap.class,
          ArrayList.class);

  private final SerializerProvider provider;
  private final @Nullable JavaType root;
  private final Set<Object> seen = new HashSet<>();

  WriterPreparation(ObjectWriter writer) {
    DefaultSerializerProvider shared =
        (DefaultSerializerProvider) PrivateField.get(writer, "_serializerProvider");
    SerializerFactory factory = (SerializerFactory) PrivateField.get(writer, "_serializerFactory");
    provider = shared.createInstance(writer.getConfig(), factory);
    root = (JavaType) PrivateField.getOptional(PrivateField.get(writer, "_prefetch"), "rootType");
  }

  /**
   * Does it.
   *
   * @throws JsonMappingException when the type cannot be written: then it fails at run time as well
   */
  void run() throws JsonMappingException {
    if (root == null) {
      return;
    }
    walk(provider.findTypedValueSerializer(root, true, null), root);
    for (Class<?> each : COMMON) {
      provider.findValueSerializer(each, null);
    }
  }

  private void walk(@Nullable JsonSerializer<?> serializer, JavaType type)
      throws JsonMappingException {
    walkContent(type);
    if (serializer == null || !seen.add(serializer)) {
      return;
    }
    Iterator<PropertyWriter> properties = serializer.properties();
    while (properties.hasNext()) {
      if (properties.next() instanceof BeanPropertyWriter property) {
        JavaType of = property.getType();
        JsonSerializer<?> known = property.getSerializer();
        walk(known == null && isConcrete(of) ? find(property, of) : known, of);
      }
    }
  }

  private JsonSerializer<?> find(BeanPropertyWriter property, JavaType type) {
    try {
      Method add =
          BeanPropertyWriter.class.getDeclaredMethod(
              "_findAndAddDynamic",
              PropertySerializerMap.class,
              Class.class,
              SerializerProvider.class);
      add.setAccessible(true);
      Object known = PrivateField.get(property, "_dynamicSerializers");
      return (JsonSerializer<?>) add.invoke(property, known, type.getRawClass(), provider);
    } catch (ReflectiveOperationException changed) {
      throw PrivateField.unusable(BeanPropertyWriter.class, "_findAndAddDynamic", changed);
    }
  }

  private void walkContent(JavaType type) throws JsonMappingException {
    if (!type.isContainerType()) {
      return;
    }
    for (JavaType each : new JavaType[] {type.getKeyType(), type.getContentType()}) {
      if (each != null && isConcrete(each)) {
        walk(provider.findValueSerializer(each.getRawClass(), null), each);
      } else if (each != null) {
        walkContent(each);
      }
    }
  }

  private static boolean isConcrete(JavaType type) {
    Class<?> raw = type.getRawClass();
    boolean complete =
        raw.isPrimitive() || raw.isArray() || !Modifier.isAbstract(raw.getModifiers());
    return complete && raw != Object.class;
  }
}
