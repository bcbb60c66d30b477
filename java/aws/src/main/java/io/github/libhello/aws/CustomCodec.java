package io.github.libhello.aws;

import com.amazonaws.services.lambda.runtime.CustomPojoSerializer;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The user's own serializer, by AWS's service interface. In an image it is made when it runs. */
final class CustomCodec implements Codec {

  private final Type type;
  private volatile @Nullable CustomPojoSerializer serializer;

  CustomCodec(Type type) {
    this.type = type;
  }

  @Override
  public @Nullable Object read(byte[] json) {
    return serializer().fromJson(new ByteArrayInputStream(json), type);
  }

  @Override
  public void write(@Nullable Object value, OutputStream out) {
    serializer().toJson(value, out, type);
  }

  private CustomPojoSerializer serializer() {
    CustomPojoSerializer made = serializer;
    return made == null ? make() : made;
  }

  /** One, however many invocations are the first. */
  private synchronized CustomPojoSerializer make() {
    CustomPojoSerializer made = serializer;
    if (made == null) {
      made = ServiceLoader.load(CustomPojoSerializer.class).iterator().next();
      serializer = made;
    }
    return made;
  }
}
