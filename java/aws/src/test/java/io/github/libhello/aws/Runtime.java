package io.github.libhello.aws;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Something that runs AWS's handlers. Each one made here has the state of a process of its own:
 * what AWS's serialization and client keep in statics.
 */
public interface Runtime {

  /**
   * Loads a handler and answers one event with it.
   *
   * @param handler its name
   * @param event JSON, or what is none
   * @return {@code response} and the text, or {@code error}, type, message and frames
   */
  List<String> answer(String handler, byte[] event);

  /**
   * Answers one event with what it was read as.
   *
   * @param type what to read
   * @param event JSON, or what is none
   * @return as {@link #answer}
   */
  List<String> echo(Class<?> type, byte[] event);

  static List<String> response(byte[] bytes) {
    return List.of("response", new String(bytes, StandardCharsets.UTF_8));
  }

  static Runtime aws() {
    return inItsOwnLoader("AwsRuntime");
  }

  static Runtime own() {
    return inItsOwnLoader("OwnRuntime");
  }

  private static Runtime inItsOwnLoader(String name) {
    try {
      Class<?> type = new StatefulClasses().loadClass(Runtime.class.getPackageName() + "." + name);
      return (Runtime) type.getConstructor().newInstance();
    } catch (ReflectiveOperationException broken) {
      throw new AssertionError(broken);
    }
  }

  /** Loads again what has state. */
  final class StatefulClasses extends ClassLoader {

    private static final List<String> PACKAGES =
        List.of(
            "com.amazonaws.services.lambda.runtime.api.client.",
            "com.amazonaws.services.lambda.runtime.serialization.",
            "io.github.libhello.aws.");

    StatefulClasses() {
      super(Runtime.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.equals(Runtime.class.getName()) || PACKAGES.stream().noneMatch(name::startsWith)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? define(name) : loaded;
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      String file = name.replace('.', '/') + ".class";
      try (InputStream in = getParent().getResourceAsStream(file)) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
    }
  }
}
