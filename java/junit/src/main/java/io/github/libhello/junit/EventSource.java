package io.github.libhello.junit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the events of tests come from. */
final class EventSource {

  private EventSource() {}

  /** The bytes of the event for a test of this class. */
  static byte[] read(Event event, Class<?> testClass) throws IOException {
    String name = event.value();
    if (name.isEmpty() == event.example().isEmpty()) {
      throw new IllegalArgumentException(
          "@Event takes either a name or an example, and one of them.");
    }
    if (name.isEmpty()) {
      return example(event.example());
    }
    byte[] beside = resource(testClass, name);
    byte[] found = beside != null ? beside : resource(testClass, "/" + name);
    if (found != null) {
      return found;
    }
    Path file = Path.of(name);
    if (Files.isRegularFile(file)) {
      return Files.readAllBytes(file);
    }
    throw new IllegalArgumentException(
        "There is no event "
            + name
            + ": no resource beside "
            + testClass.getName()
            + " or at the root of the class path, and no file "
            + file.toAbsolutePath());
  }

  private static byte[] example(String name) throws IOException {
    byte[] found = resource(EventSource.class, "examples/" + name + ".json");
    if (found == null) {
      throw new IllegalArgumentException(
          "There is no example " + name + "; lambda-emulator --list-examples names all.");
    }
    return found;
  }

  private static byte @Nullable [] resource(Class<?> beside, String name) throws IOException {
    try (InputStream in = beside.getResourceAsStream(name)) {
      return in == null ? null : in.readAllBytes();
    }
  }
}
