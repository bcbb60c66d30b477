package io.github.libhello.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.amazonaws.services.lambda.runtime.CustomPojoSerializer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A serializer of the user's own, by AWS's service interface. */
class CustomSerializerTest {

  @TempDir Path folder;

  /** Turns texts round. */
  public static class Turning implements CustomPojoSerializer {

    /** Made by the service loader. */
    public Turning() {}

    @Override
    @SuppressWarnings("unchecked")
    public <T> T fromJson(InputStream input, Type type) {
      try {
        return (T) turned(new String(input.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T fromJson(String input, Type type) {
      return (T) turned(input);
    }

    @Override
    public <T> void toJson(T value, OutputStream output, Type type) {
      try {
        output.write(turned((String) value).getBytes(StandardCharsets.UTF_8));
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }

    private static String turned(String text) {
      return new StringBuilder(text).reverse().toString();
    }
  }

  /** One too many. */
  public static final class Another extends Turning {

    /** Made by the service loader. */
    public Another() {}
  }

  private ClassLoader with(List<Class<?>> serializers) throws IOException {
    Path services = folder.resolve("services");
    Files.write(services, serializers.stream().map(Class::getName).toList());
    URL url = services.toUri().toURL();
    return new ClassLoader(CustomSerializerTest.class.getClassLoader()) {
      @Override
      public Enumeration<URL> getResources(String name) throws IOException {
        return name.equals("META-INF/services/" + CustomPojoSerializer.class.getName())
            ? Collections.enumeration(List.of(url))
            : super.getResources(name);
      }
    };
  }

  @Test
  void isUsedForEveryType() throws Exception {
    ClassLoader loader = with(List.of(Turning.class));
    Codec codec = assertInstanceOf(CustomCodec.class, new Codecs(loader).of(String.class));
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      assertEquals("cba", codec.read("abc".getBytes(StandardCharsets.UTF_8)));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      codec.write("xyz", out);
      assertEquals("zyx", out.toString(StandardCharsets.UTF_8));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void isRejectedWhereThereAreTwo() throws Exception {
    ClassLoader loader = with(List.of(Turning.class, Another.class));
    assertThrows(IllegalStateException.class, () -> new Codecs(loader));
  }
}
