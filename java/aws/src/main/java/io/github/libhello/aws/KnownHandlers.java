package io.github.libhello.aws;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The handlers: in an image those that were known when it was built, on a JVM any. */
final class KnownHandlers {

  private static final Map<String, BoundHandler> KNOWN = new TreeMap<>();

  /** Whether an image's builder has filled it; then there are no others. */
  private static boolean complete;

  private KnownHandlers() {}

  /**
   * Adds a handler to the image that is being built.
   *
   * @param handler with its readers and writers
   */
  static void add(BoundHandler handler) {
    complete = true;
    KNOWN.put(handler.plan().name(), handler);
  }

  /**
   * Finds the handler that the function is set to.
   *
   * @param name from {@code _HANDLER}
   * @return the handler, not yet made
   * @throws ClassNotFoundException when there is none of this name
   * @throws IllegalArgumentException when it fits no rule; the message says what was found
   */
  static BoundHandler find(@Nullable String name) throws ClassNotFoundException {
    return complete ? ofImage(name) : ofClassPath(name);
  }

  private static BoundHandler ofImage(@Nullable String name) throws ClassNotFoundException {
    BoundHandler known = name == null ? null : KNOWN.get(name);
    if (known != null) {
      return known;
    }
    // The handler of a custom runtime is often set to something like "bootstrap".
    if (KNOWN.size() == 1) {
      return KNOWN.values().iterator().next();
    }
    throw new ClassNotFoundException(
        "there is no handler \""
            + name
            + "\" in this image, which was built with "
            + String.join(", ", KNOWN.keySet())
            + ": set the function's handler to one of them, or build the image with -Dlibhello.handler="
            + name);
  }

  private static BoundHandler ofClassPath(@Nullable String name) throws ClassNotFoundException {
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException(
          "_HANDLER is not set: set the function's handler to package.Class or package.Class::method");
    }
    CoreVersion.check();
    FunctionLogger.install();
    ClassLoader loader = HandlerMain.class.getClassLoader();
    return BoundHandler.of(HandlerRules.plan(name, loader), loader);
  }
}
