package io.github.libhello.aws;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * What a handler's name means.
 *
 * @param name as the function is configured with
 * @param kind what is called
 * @param type the handler's class
 * @param constructor of that class, {@code null} for a static method
 * @param method what is called, {@code null} for one of AWS's interfaces
 * @param takes what the method takes
 * @param event what the event is read as, {@code null} where none is wanted
 * @param response what the response is written as, {@code null} for nothing
 */
record HandlerPlan(
    String name,
    Kind kind,
    Class<?> type,
    @Nullable Constructor<?> constructor,
    @Nullable Method method,
    Takes takes,
    @Nullable Type event,
    @Nullable Type response) {

  /** What is called. */
  enum Kind {
    /** {@code RequestHandler}. */
    OBJECTS,
    /** {@code RequestStreamHandler}. */
    STREAMS,
    /** A method that takes the event as an object, or none. */
    OBJECTS_METHOD,
    /** A method that takes streams. */
    STREAMS_METHOD
  }

  /**
   * What a method takes, in this order.
   *
   * @param event the event, as an object or a stream
   * @param output the stream for the response
   * @param context the context
   */
  record Takes(boolean event, boolean output, boolean context) {

    static final Takes ALL = new Takes(true, true, true);

    int count() {
      return (event ? 1 : 0) + (output ? 1 : 0) + (context ? 1 : 0);
    }
  }
}
