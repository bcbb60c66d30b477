package io.github.libhello.aws;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.api.client.EventHandlerLoader;
import com.amazonaws.services.lambda.runtime.api.client.HandlerInfo;
import com.amazonaws.services.lambda.runtime.api.client.LambdaRequestHandler;
import com.amazonaws.services.lambda.runtime.api.client.UserFault;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.dto.InvocationRequest;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;

/** What AWS's own client answers: the oracle. */
public final class AwsRuntime implements Runtime {

  /** Found by {@link Runtime#aws}. */
  public AwsRuntime() {}

  @Override
  public List<String> answer(String handler, byte[] event) {
    return attempt(
        () -> EventHandlerLoader.loadEventHandler(HandlerInfo.fromString(handler, loader())),
        event);
  }

  @Override
  public List<String> echo(Class<?> type, byte[] event) {
    return attempt(
        () -> {
          loader();
          Method wrap =
              EventHandlerLoader.class.getDeclaredMethod(
                  "wrapPojoHandler", RequestHandler.class, Type.class, Type.class);
          wrap.setAccessible(true);
          return (LambdaRequestHandler)
              wrap.invoke(null, (RequestHandler<?, ?>) (e, context) -> e, type, type);
        },
        event);
  }

  private interface Loading {
    LambdaRequestHandler load() throws Exception;
  }

  private static List<String> attempt(Loading loading, byte[] event) {
    InvocationRequest request = new InvocationRequest();
    request.setId("8476a536-e9f4-11e8-9739-2dfe598c3fcd");
    request.setContent(event);
    try {
      return Runtime.response(loading.load().call(request).toByteArray());
    } catch (UserFault fault) {
      return List.of("error", String.valueOf(fault.exception), fault.msg);
    } catch (InvocationTargetException wrapped) {
      throw new AssertionError(wrapped);
    } catch (Throwable thrown) {
      return error(thrown);
    }
  }

  private static List<String> error(Throwable thrown) {
    UserFault.filterStackTrace(thrown);
    String message = thrown.getLocalizedMessage();
    String type = thrown.getClass().getName();
    List<String> error = new ArrayList<>(List.of("error", type, message == null ? type : message));
    for (StackTraceElement frame : thrown.getStackTrace()) {
      error.add(frame.toString());
    }
    return error;
  }

  /** AWS's loader takes the class loader from where its main puts it. */
  private static ClassLoader loader() throws ReflectiveOperationException {
    URLClassLoader loader = new URLClassLoader(new URL[0], AwsRuntime.class.getClassLoader());
    for (Field field : AWSLambda.class.getDeclaredFields()) {
      if (field.getName().equals("customerClassLoader")) {
        field.setAccessible(true);
        field.set(null, loader);
        return loader;
      }
    }
    throw new AssertionError("AWS's client has another form");
  }
}
