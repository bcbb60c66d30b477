package io.github.libhello.aws;

import com.amazonaws.services.lambda.runtime.CustomPojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.lang.reflect.Type;
import java.util.Iterator;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The codecs of one handler, chosen as AWS's {@code EventHandlerLoader} does.
 *
 * <p>The event's has to be made before the response's: AWS's one mapper keeps what the first of
 * them changed in it, such as the form of dates.
 */
final class Codecs {

  private final ClassLoader loader;
  private final boolean custom;

  /**
   * Looks for a serializer of the user's own, without making one.
   *
   * @param loader of the handler
   * @throws IllegalStateException where there is more than one
   */
  Codecs(ClassLoader loader) {
    this.loader = loader;
    Iterator<ServiceLoader.Provider<CustomPojoSerializer>> found =
        ServiceLoader.load(CustomPojoSerializer.class, loader).stream().iterator();
    custom = found.hasNext();
    if (custom) {
      found.next();
      if (found.hasNext()) {
        throw new IllegalStateException(
            "Too many serializers provided inside the META-INF/services folder, only one is allowed");
      }
    }
  }

  @Nullable Codec of(@Nullable Type type) {
    if (type == null) {
      return null;
    }
    if (custom) {
      return new CustomCodec(type);
    }
    PojoSerializer<?> serializer =
        type instanceof Class<?> event
                && LambdaEventSerializers.isLambdaSupportedEvent(event.getName())
            ? LambdaEventSerializers.serializerFor(event, loader)
            : JacksonFactory.getInstance().getSerializer(type);
    return JacksonCodec.is(serializer)
        ? new JacksonCodec(serializer)
        : new SerializerCodec(serializer);
  }
}
