package io.github.libhello.aws;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All classes that JSON of a type may touch: what its generics, fields, getters, setters,
 * constructors and record components are made of, the classes above it, those that it permits, the
 * annotations of all of these, and the classes that annotations name. Classes of the JDK are not
 * among them, as Jackson knows these without reflection.
 */
final class TypeClosure {

  private final Set<Type> seen = new LinkedHashSet<>();
  private final Set<Class<?>> classes = new LinkedHashSet<>();

  private TypeClosure() {}

  static Set<Class<?>> of(@Nullable Type... types) {
    TypeClosure closure = new TypeClosure();
    for (Type type : types) {
      closure.add(type);
    }
    return closure.classes;
  }

  private void add(@Nullable Type type) {
    if (type == null || !seen.add(type)) {
      return;
    }
    switch (type) {
      case Class<?> plain -> addClass(plain);
      case ParameterizedType parameterized -> {
        add(parameterized.getRawType());
        addAll(parameterized.getActualTypeArguments());
      }
      case GenericArrayType array -> add(array.getGenericComponentType());
      case WildcardType wildcard -> addAll(wildcard.getUpperBounds());
      case TypeVariable<?> variable -> addAll(variable.getBounds());
      default -> throw new IllegalArgumentException("a type of a new kind: " + type);
    }
  }

  private void addAll(Type[] types) {
    for (Type each : types) {
      add(each);
    }
  }

  private void addClass(Class<?> type) {
    if (type.isArray()) {
      add(type.getComponentType());
      return;
    }
    if (type.isPrimitive() || isOfTheJdk(type)) {
      return;
    }
    classes.add(type);
    if (type.getName().startsWith("org.joda.time.")) {
      // AWS's own module writes it; it is not taken apart.
      return;
    }
    add(type.getGenericSuperclass());
    addAll(type.getGenericInterfaces());
    if (type.isSealed()) {
      addAll(type.getPermittedSubclasses());
    }
    addNamedBy(type);
    for (Field field : type.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        add(field.getGenericType());
        addNamedBy(field);
      }
    }
    for (Method method : type.getDeclaredMethods()) {
      if (!method.isSynthetic()) {
        addMethod(method);
      }
    }
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      addNamedBy(constructor);
      addAll(constructor.getGenericParameterTypes());
      for (Parameter parameter : constructor.getParameters()) {
        addNamedBy(parameter);
      }
    }
  }

  static boolean isOfTheJdk(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null || loader == ClassLoader.getPlatformClassLoader();
  }

  /** A static one may be a creator, which takes what it makes the object of. */
  private void addMethod(Method method) {
    addNamedBy(method);
    boolean creator = Modifier.isStatic(method.getModifiers());
    if (creator || method.getParameterCount() == 1) {
      addAll(method.getGenericParameterTypes());
    }
    if (!creator && method.getParameterCount() == 0) {
      add(method.getGenericReturnType());
    }
  }

  private void addNamedBy(AnnotatedElement element) {
    for (Annotation each : element.getAnnotations()) {
      addNamedBy(each);
    }
  }

  private void addNamedBy(Annotation annotation) {
    if (isOfTheJdk(annotation.annotationType())) {
      return;
    }
    classes.add(annotation.annotationType());
    for (Method member : annotation.annotationType().getDeclaredMethods()) {
      try {
        member.setAccessible(true);
        addValue(member.invoke(annotation));
      } catch (ReflectiveOperationException | RuntimeException unreadable) {
        // Names a class that is not there: nothing that could be found at run time.
      }
    }
  }

  private void addValue(Object value) {
    switch (value) {
      case Class<?> named -> add(named);
      case Enum<?> constant -> add(constant.getDeclaringClass());
      case Annotation nested -> addNamedBy(nested);
      case Object[] many -> {
        for (Object each : many) {
          addValue(each);
        }
      }
      default -> {
        // Texts and numbers name no class.
      }
    }
  }
}
