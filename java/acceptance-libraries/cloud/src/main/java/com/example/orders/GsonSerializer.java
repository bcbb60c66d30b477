package com.example.orders;

import com.amazonaws.services.lambda.runtime.CustomPojoSerializer;
import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

/** In place of AWS's JSON, with names of another form. */
public final class GsonSerializer implements CustomPojoSerializer {

  private final Gson gson =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .create();

  @Override
  public <T> T fromJson(InputStream input, Type type) {
    return gson.fromJson(new InputStreamReader(input, StandardCharsets.UTF_8), type);
  }

  @Override
  public <T> T fromJson(String input, Type type) {
    return gson.fromJson(input, type);
  }

  @Override
  public <T> void toJson(T value, OutputStream output, Type type) {
    try (Writer writer = new OutputStreamWriter(output, StandardCharsets.UTF_8)) {
      gson.toJson(value, type, writer);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
