package io.github.libhello.aws;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.amazonaws.services.lambda.runtime.events.S3Event;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.github.libhello.cases.Rules;
import org.junit.jupiter.api.Test;

class CodecsTest {

  private final Codecs codecs = new Codecs(CodecsTest.class.getClassLoader());

  @Test
  void goPastTheStreamsOfJackson() {
    assertInstanceOf(JacksonCodec.class, codecs.of(Rules.Bean.class));
    assertInstanceOf(JacksonCodec.class, codecs.of(SQSEvent.class));
    assertInstanceOf(SerializerCodec.class, codecs.of(S3Event.class));
    assertNull(codecs.of(null));
  }
}
