package io.github.libhello.aws;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.ObjectReader;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.ObjectWriter;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** The reader and writer of AWS's own Jackson, past its streams: events are whole arrays here. */
final class JacksonCodec implements Codec {

  private final ObjectReader reader;
  private final ObjectWriter writer;

  JacksonCodec(PojoSerializer<?> serializer) {
    reader = (ObjectReader) PrivateField.get(serializer, "reader");
    writer = (ObjectWriter) PrivateField.get(serializer, "writer");
  }

  /** AWS's other serializers do not use Jackson. */
  static boolean is(PojoSerializer<?> serializer) {
    return serializer.getClass().getEnclosingClass() == JacksonFactory.class;
  }

  ObjectWriter writer() {
    return writer;
  }

  @Override
  public @Nullable Object read(byte[] json) throws IOException {
    return reader.readValue(json);
  }

  @Override
  public void write(@Nullable Object value, OutputStream out) throws IOException {
    writer.writeValue(out, value);
  }
}
