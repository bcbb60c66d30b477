package io.github.libhello.aws;

import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** One of AWS's serializers that do without Jackson: those of S3's events. */
final class SerializerCodec implements Codec {

  private final PojoSerializer<Object> serializer;

  @SuppressWarnings("unchecked")
  SerializerCodec(PojoSerializer<?> serializer) {
    this.serializer = (PojoSerializer<Object>) serializer;
  }

  @Override
  public @Nullable Object read(byte[] json) {
    return serializer.fromJson(new ByteArrayInputStream(json));
  }

  @Override
  public void write(@Nullable Object value, OutputStream out) {
    serializer.toJson(value, out);
  }
}
