package io.github.libhello.aws;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The classes of what an enum's initializer makes, which are to be initialized with it: a constant
 * with a body has a class of its own, another holds an object, and Kotlin adds a list and a
 * companion.
 *
 * <p>Other static fields are left to the builder's own rules, as a logger would be.
 */
final class EnumConstants {

  private final Set<Class<?>> classes = new LinkedHashSet<>();
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Queue<Object> open = new ArrayDeque<>();

  private EnumConstants() {}

  /**
   * Initializes the enum, and looks at what it holds.
   *
   * @param type an enum
   * @return the enum and other classes, none of the JDK
   */
  static Set<Class<?>> classes(Class<?> type) {
    EnumConstants constants = new EnumConstants();
    constants.addClass(type);
    while (!constants.open.isEmpty()) {
      constants.open(constants.open.remove());
    }
    return constants.classes;
  }

  private void open(Object value) {
    boolean ofTheJdk = TypeClosure.isOfTheJdk(value.getClass());
    switch (value) {
      case Object[] array -> Arrays.asList(array).forEach(this::add);
      case Map<?, ?> map when ofTheJdk -> {
        map.keySet().forEach(this::add);
        map.values().forEach(this::add);
      }
      case Collection<?> collection when ofTheJdk -> collection.forEach(this::add);
      default -> addClass(value.getClass());
    }
    for (Class<?> each = value.getClass(); each != null; each = each.getSuperclass()) {
      addValues(each, value);
    }
  }

  private void addClass(@Nullable Class<?> type) {
    if (type != null && !TypeClosure.isOfTheJdk(type) && classes.add(type)) {
      addStatics(type);
      addClass(type.getSuperclass());
    }
  }

  /** Constants, and what a compiler adds: a companion is of a class inside of its owner. */
  private void addStatics(Class<?> type) {
    for (Field field : type.getDeclaredFields()) {
      boolean added = field.isSynthetic() || type.equals(field.getType().getEnclosingClass());
      if (Modifier.isStatic(field.getModifiers()) && (added || field.isEnumConstant())) {
        addValue(field, null);
      }
    }
  }

  private void addValues(Class<?> type, Object owner) {
    if (TypeClosure.isOfTheJdk(type)) {
      return;
    }
    for (Field field : type.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        addValue(field, owner);
      }
    }
  }

  private void addValue(Field field, @Nullable Object owner) {
    if (field.getType().isPrimitive()) {
      return;
    }
    try {
      field.setAccessible(true);
      add(field.get(owner));
    } catch (InaccessibleObjectException | IllegalAccessException closed) {
      // In a named module that does not open itself: the builder's message says what to do.
    }
  }

  private void add(@Nullable Object value) {
    if (value != null && seen.add(value)) {
      open.add(value);
    }
  }
}
