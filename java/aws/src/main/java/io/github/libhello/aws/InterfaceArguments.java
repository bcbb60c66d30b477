package io.github.libhello.aws;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The type arguments that a class gives an interface, as AWS's loader finds them: breadth first, at
 * the first parameterized type that is the interface or extends it, type variables resolved by
 * name. A generic interface of the user's own that extends the one looked for is taken for it, with
 * its own arguments: AWS does so, and the handlers that exist rest on it.
 */
final class InterfaceArguments {

  private InterfaceArguments() {}

  /**
   * Finds the arguments.
   *
   * @param type a class that implements the interface
   * @param wanted the interface
   * @return its arguments, {@code null} where only the raw interface is implemented
   */
  static Type @Nullable [] of(Class<?> type, Class<?> wanted) {
    Queue<Bound> open = new ArrayDeque<>();
    open.add(new Bound(type, null));
    while (!open.isEmpty()) {
      Bound current = open.remove();
      for (Type each : current.type.getGenericInterfaces()) {
        Bound next = current.resolve(each);
        if (each instanceof ParameterizedType && wanted.isAssignableFrom(next.type)) {
          return next.arguments;
        }
        open.add(next);
      }
      Type superclass = current.type.getGenericSuperclass();
      if (superclass != null) {
        open.add(current.resolve(superclass));
      }
    }
    return null;
  }

  /** A class and what its type variables stand for, {@code null} where that is not known. */
  private record Bound(Class<?> type, Type @Nullable [] arguments) {

    Bound resolve(Type next) {
      if (next instanceof ParameterizedType parameterized) {
        Type[] types = parameterized.getActualTypeArguments();
        for (int i = 0; i < types.length; i++) {
          types[i] = types[i] instanceof TypeVariable<?> variable ? resolve(variable) : types[i];
        }
        return new Bound((Class<?>) parameterized.getRawType(), types);
      }
      Class<?> raw = (Class<?>) next;
      TypeVariable<?>[] variables = raw.getTypeParameters();
      if (variables.length == 0 || arguments == null) {
        return new Bound(raw, null);
      }
      Type[] types = new Type[variables.length];
      for (int i = 0; i < types.length; i++) {
        types[i] = resolve(variables[i]);
      }
      return new Bound(raw, types);
    }

    private Type resolve(TypeVariable<?> wanted) {
      TypeVariable<?>[] variables = type.getTypeParameters();
      for (int i = 0; i < variables.length; i++) {
        if (variables[i].getName().equals(wanted.getName())) {
          return arguments == null ? variables[i] : arguments[i];
        }
      }
      return wanted;
    }
  }
}
