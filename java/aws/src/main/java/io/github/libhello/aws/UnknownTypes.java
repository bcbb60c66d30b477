package io.github.libhello.aws;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.BeanDescription;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.SerializationConfig;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import java.util.List;
import org.graalvm.nativeimage.ImageInfo;

/**
 * An error in place of a silent {@code {}}. In an image a class whose members are not known looks
 * empty, and AWS's mapper writes empty objects for such.
 */
final class UnknownTypes extends BeanSerializerModifier {

  private static final long serialVersionUID = 1L;

  @Override
  public List<BeanPropertyWriter> changeProperties(
      SerializationConfig config,
      BeanDescription description,
      List<BeanPropertyWriter> properties) {
    Class<?> type = description.getBeanClass();
    boolean empty = properties.isEmpty() && type != Object.class && !type.isInterface();
    if (empty && ImageInfo.inImageRuntimeCode() && type.getDeclaredConstructors().length == 0) {
      throw new IllegalStateException(
          type.getName()
              + " cannot be written as JSON, since nothing said so when the image was built: build it"
              + " with -Dlibhello.types="
              + type.getName()
              + ", or name the class in the handler's return type");
    }
    return properties;
  }
}
