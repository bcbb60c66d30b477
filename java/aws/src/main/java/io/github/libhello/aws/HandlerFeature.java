package io.github.libhello.aws;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.JsonMappingException;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.graalvm.nativeimage.hosted.Feature;
import org.graalvm.nativeimage.hosted.RuntimeClassInitialization;
import org.graalvm.nativeimage.hosted.RuntimeReflection;
import org.jspecify.annotations.Nullable;

/**
 * Makes handlers part of the image that is being built: finds them, and builds their JSON readers
 * and writers, which the executable then has ready-made. Nothing is looked up or introspected when
 * it starts.
 *
 * <p>Properties of the builder: {@code -Dlibhello.handler=a.B,c.D::method} names the handlers, in
 * place of all implementations of AWS's interfaces on the class path, for which {@code *} stands;
 * {@code -Dlibhello.types=x.Y,...} names further classes that can be written as JSON.
 */
public final class HandlerFeature implements Feature {

  /** In place of a name: all implementations of AWS's interfaces on the class path. */
  private static final String ALL = "*";

  private static final List<String> NOT_THE_USERS =
      List.of("com.amazonaws.services.lambda.runtime.", "io.github.libhello.aws.");

  /** Made by the image builder. */
  public HandlerFeature() {}

  @Override
  public String getDescription() {
    return "Handlers of AWS Lambda, for libHello";
  }

  @Override
  public void afterRegistration(AfterRegistrationAccess access) {
    RuntimeClassInitialization.initializeAtBuildTime(
        "com.amazonaws.lambda.thirdparty",
        "com.amazonaws.services.lambda.runtime.serialization",
        "com.amazonaws.services.lambda.runtime.LambdaRuntime",
        "org.joda.time");
    for (Class<?> each :
        List.of(
            BoundHandler.class,
            Codec.class,
            CustomCodec.class,
            FunctionLogger.class,
            FunctionLogger.JsonForm.class,
            HandlerPlan.class,
            HandlerPlan.Kind.class,
            HandlerPlan.Takes.class,
            JacksonCodec.class,
            KnownHandlers.class,
            Log4jRequestId.class,
            SerializerCodec.class,
            UnknownTypes.class)) {
      RuntimeClassInitialization.initializeAtBuildTime(each);
    }
  }

  @Override
  public void beforeAnalysis(BeforeAnalysisAccess access) {
    try {
      CoreVersion.check();
      build(access);
    } catch (ReflectiveOperationException | IOException | IllegalArgumentException failed) {
      throw new IllegalStateException("libHello: " + failed.getMessage(), failed);
    }
  }

  private static void build(BeforeAnalysisAccess access)
      throws ReflectiveOperationException, IOException {
    ClassLoader loader = access.getApplicationClassLoader();
    ClassPath classPath = new ClassPath(access.getApplicationClassPath());
    ImageTypes types = new ImageTypes(access, classPath);
    for (String name : named("libhello.types")) {
      for (Class<?> each : TypeClosure.of(Class.forName(name, false, loader))) {
        types.add(each);
      }
    }
    FreshMapper mapper = new FreshMapper();
    for (HandlerPlan plan : plans(classPath, loader)) {
      types.add(plan);
      mapper.provide();
      BoundHandler handler = BoundHandler.of(plan, loader);
      prepare(handler.event());
      prepare(handler.response());
      KnownHandlers.add(handler);
      say("handler " + plan.name());
    }
    FunctionLogger.install();
    if (Log4jRequestId.find(loader) != null) {
      RuntimeReflection.register(Log4jRequestId.find(loader));
    }
  }

  private static List<String> named(String property) {
    List<String> names = new ArrayList<>();
    for (String each : System.getProperty(property, "").split(",")) {
      if (!each.isBlank()) {
        names.add(each.strip());
      }
    }
    return names;
  }

  private static List<HandlerPlan> plans(ClassPath classPath, ClassLoader loader)
      throws ClassNotFoundException, IOException {
    List<String> names = named("libhello.handler");
    List<HandlerPlan> plans = new ArrayList<>();
    if (names.isEmpty() || names.remove(ALL)) {
      addAll(plans, classPath, loader);
    }
    for (String name : names) {
      plans.add(HandlerRules.plan(name, loader));
    }
    if (plans.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no RequestHandler or RequestStreamHandler on the class path: name the handler with"
              + " -Dlibhello.handler=package.Class::method");
    }
    return plans;
  }

  private static void addAll(List<HandlerPlan> plans, ClassPath classPath, ClassLoader loader)
      throws ClassNotFoundException, IOException {
    for (String name :
        classPath.below(
            List.of(RequestHandler.class.getName(), RequestStreamHandler.class.getName()))) {
      if (isTheUsers(name) && isUsable(Class.forName(name, false, loader))) {
        try {
          plans.add(HandlerRules.plan(name, loader));
        } catch (IllegalArgumentException none) {
          say("not a handler: " + none.getMessage());
        }
      }
    }
  }

  private static boolean isTheUsers(String name) {
    return NOT_THE_USERS.stream().noneMatch(name::startsWith);
  }

  private static boolean isUsable(Class<?> type) {
    int modifiers = type.getModifiers();
    return !type.isInterface() && !Modifier.isAbstract(modifiers) && Modifier.isPublic(modifiers);
  }

  /** Readers are complete once they are made; writers are not. */
  private static void prepare(@Nullable Codec codec) {
    if (codec instanceof JacksonCodec jackson) {
      try {
        new WriterPreparation(jackson.writer()).run();
      } catch (JsonMappingException notWritable) {
        say(notWritable.getMessage() + " (it fails when it is written, as on a JVM)");
      }
    }
  }

  private static void say(String line) {
    System.out.println("libHello: " + line);
  }
}
