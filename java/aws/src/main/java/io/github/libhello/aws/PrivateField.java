package io.github.libhello.aws;

import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/**
 * Private state of aws-lambda-java-serialization, whose version is pinned for this reason. Where
 * another one is on the class path the error says so: while an image is built, or when a JVM
 * starts.
 */
final class PrivateField {

  private PrivateField() {}

  static Object get(Object target, String name) {
    Object value = getOptional(target, name);
    if (value == null) {
      throw unusable(target.getClass(), name, null);
    }
    return value;
  }

  static @Nullable Object getOptional(Object target, String name) {
    try {
      return find(target.getClass(), name).get(target);
    } catch (IllegalAccessException closed) {
      throw unusable(target.getClass(), name, closed);
    }
  }

  static void set(Object target, String name, Object value) {
    try {
      find(target.getClass(), name).set(target, value);
    } catch (IllegalAccessException closed) {
      throw unusable(target.getClass(), name, closed);
    }
  }

  /** Of the class itself or the nearest superclass that has it. */
  static Field find(Class<?> type, String name) {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      try {
        Field field = each.getDeclaredField(name);
        field.setAccessible(true);
        return field;
      } catch (NoSuchFieldException above) {
        // Perhaps one of its superclasses.
      }
    }
    throw unusable(type, name, null);
  }

  static IllegalStateException unusable(Class<?> type, String member, @Nullable Throwable cause) {
    return new IllegalStateException(
        "this version of libhello-aws needs aws-lambda-java-serialization 1.4.1 and"
            + " aws-lambda-java-core 1.4.0, and those on the class path differ: "
            + type.getName()
            + " has no usable "
            + member,
        cause);
  }
}
