package io.github.libhello.aws;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.ObjectMapper;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;

/**
 * Gives AWS's factory a mapper that no other handler has changed. AWS has one mapper in a process,
 * and what an event class changes in it stays; a process has one handler, but the image that is
 * being built may have many.
 */
final class FreshMapper {

  private final JacksonFactory factory = JacksonFactory.getInstance();
  private final ObjectMapper unchanged;

  FreshMapper() {
    unchanged = factory.getMapper().copy();
    unchanged.setSerializerFactory(
        unchanged.getSerializerFactory().withSerializerModifier(new UnknownTypes()));
  }

  /** To be called before a handler's codecs are made. */
  void provide() {
    PrivateField.set(factory, "mapper", unchanged.copy());
  }
}
