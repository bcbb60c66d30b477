package io.github.libhello.aws;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.github.libhello.aws.HandlerPlan.Kind;
import io.github.libhello.aws.HandlerPlan.Takes;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a handler's name means, by the rules of AWS's own {@code EventHandlerLoader} (runtime
 * interface client 2.10.1), its messages included. Runs no code of the user's.
 */
final class HandlerRules {

  private HandlerRules() {}

  /**
   * Finds a handler.
   *
   * @param name {@code package.Class} or {@code package.Class::method}
   * @param loader where its class is looked for
   * @return what is to be called, and with what
   * @throws ClassNotFoundException when there is no such class
   * @throws IllegalArgumentException when the class fits no rule; the message says what was found
   */
  static HandlerPlan plan(String name, ClassLoader loader) throws ClassNotFoundException {
    int colons = name.lastIndexOf("::");
    String className = colons < 0 ? name : name.substring(0, colons);
    String methodName = colons < 0 ? null : name.substring(colons + 2);
    if (className.isEmpty() || methodName != null && methodName.isEmpty()) {
      throw new IllegalArgumentException("Invalid handler: `" + name + "'");
    }
    Class<?> type;
    try {
      type = Class.forName(className, false, loader);
    } catch (ClassNotFoundException notThere) {
      throw new ClassNotFoundException("Class not found: " + className, notThere);
    }
    return methodName == null ? byInterface(name, type) : byMethod(name, type, methodName);
  }

  private static HandlerPlan byInterface(String name, Class<?> type) {
    if (RequestStreamHandler.class.isAssignableFrom(type)) {
      return new HandlerPlan(
          name, Kind.STREAMS, type, constructor(type), null, Takes.ALL, null, null);
    }
    if (!RequestHandler.class.isAssignableFrom(type)) {
      throw new IllegalArgumentException(
          "Class does not implement an appropriate handler interface: " + type.getName());
    }
    Type[] types = InterfaceArguments.of(type, RequestHandler.class);
    if (types == null) {
      throw new IllegalArgumentException(
          "Class "
              + type.getName()
              + " does not implement RequestHandler with concrete type parameters");
    }
    if (types.length != 2) {
      throw new IllegalArgumentException(
          "Invalid class signature for RequestHandler. Expected two generic types, got "
              + types.length);
    }
    for (Type each : types) {
      if (each instanceof TypeVariable<?> variable && !hasBound(variable)) {
        throw new IllegalArgumentException(
            "Class "
                + type.getName()
                + " does not implement RequestHandler with concrete type parameters: parameter "
                + each
                + " has no upper bound.");
      }
    }
    return new HandlerPlan(
        name,
        Kind.OBJECTS,
        type,
        constructor(type),
        null,
        Takes.ALL,
        types[0],
        unlessVoid(types[1]));
  }

  private static boolean hasBound(TypeVariable<?> variable) {
    for (Type bound : variable.getBounds()) {
      if (bound != Object.class) {
        return true;
      }
    }
    return false;
  }

  private static HandlerPlan byMethod(String name, Class<?> type, String methodName) {
    List<Method> overloads = new ArrayList<>();
    for (Method each : type.getMethods()) {
      if (each.getName().equals(methodName)) {
        overloads.add(each);
      }
    }
    overloads.sort(new Preference());
    for (Method each : overloads) {
      HandlerPlan plan = plan(name, type, each);
      if (plan != null) {
        return plan;
      }
    }
    throw new IllegalArgumentException(
        "No public method named "
            + methodName
            + " with appropriate method signature found on class "
            + type.getName()
            + found(overloads));
  }

  /** Better than AWS's message, which leaves open whether there is such a method. */
  private static String found(List<Method> overloads) {
    if (overloads.isEmpty()) {
      return "";
    }
    StringBuilder found = new StringBuilder(", but ");
    for (Method each : overloads) {
      found.append(found.length() > 6 ? ", " : "").append(each.toGenericString());
    }
    return found.toString();
  }

  private static @Nullable HandlerPlan plan(String name, Class<?> type, Method method) {
    Type[] types = method.getGenericParameterTypes();
    Takes streams = streams(types);
    if (streams != null) {
      return new HandlerPlan(
          name, Kind.STREAMS_METHOD, type, constructor(type, method), method, streams, null, null);
    }
    Takes objects = objects(types);
    if (objects == null) {
      return null;
    }
    return new HandlerPlan(
        name,
        Kind.OBJECTS_METHOD,
        type,
        constructor(type, method),
        method,
        objects,
        objects.event() ? types[0] : null,
        unlessVoid(method.getGenericReturnType()));
  }

  private static @Nullable Takes streams(Type[] types) {
    int at = 0;
    boolean input = at < types.length && types[at] == InputStream.class;
    at += input ? 1 : 0;
    boolean output = at < types.length && types[at] == OutputStream.class;
    at += output ? 1 : 0;
    boolean context = at < types.length && types[at] == Context.class;
    at += context ? 1 : 0;
    return (input || output) && at == types.length ? new Takes(input, output, context) : null;
  }

  private static @Nullable Takes objects(Type[] types) {
    return switch (types.length) {
      case 0 -> new Takes(false, false, false);
      case 1 ->
          isStream(types[0])
              ? null
              : types[0] == Context.class
                  ? new Takes(false, false, true)
                  : new Takes(true, false, false);
      case 2 ->
          isStream(types[0]) || types[0] == Context.class || types[1] != Context.class
              ? null
              : new Takes(true, false, true);
      default -> null;
    };
  }

  private static boolean isStream(Type type) {
    return type == InputStream.class || type == OutputStream.class;
  }

  private static @Nullable Type unlessVoid(Type type) {
    return type == void.class || type == Void.class ? null : type;
  }

  private static @Nullable Constructor<?> constructor(Class<?> type, Method method) {
    return Modifier.isStatic(method.getModifiers()) ? null : constructor(type);
  }

  private static Constructor<?> constructor(Class<?> type) {
    try {
      return type.getConstructor();
    } catch (NoSuchMethodException none) {
      boolean inner = type.getEnclosingClass() != null && !Modifier.isStatic(type.getModifiers());
      throw new IllegalArgumentException(
          inner
              ? "Class "
                  + type.getName()
                  + " cannot be instantiated because it is a non-static inner class"
              : "Class " + type.getName() + " has no public zero-argument constructor",
          none);
    }
  }

  /**
   * As AWS sorts overloads: bridge methods last, then by how much they take. A class by name, since
   * a lambda that is linked when first used costs a start milliseconds.
   */
  private static final class Preference implements Comparator<Method> {

    @Override
    public int compare(Method one, Method other) {
      int bridges = Boolean.compare(one.isBridge(), other.isBridge());
      return bridges != 0 ? bridges : Integer.compare(weight(other), weight(one));
    }

    /** AWS counts a context at the end twice. */
    private static int weight(Method method) {
      Class<?>[] types = method.getParameterTypes();
      boolean context = types.length > 0 && types[types.length - 1] == Context.class;
      return types.length + (context ? 1 : 0);
    }
  }
}
