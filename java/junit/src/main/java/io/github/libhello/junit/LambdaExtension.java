package io.github.libhello.junit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Starts the function with the first test that takes it, and ends it with the class. */
final class LambdaExtension implements ParameterResolver {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(LambdaExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Lambda.class || parameter.isAnnotated(Event.class);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter
        .findAnnotation(Event.class)
        .map(event -> event(event, parameter, context))
        .orElseGet(() -> function(context));
  }

  private static Object event(Event event, ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    try {
      byte[] bytes = EventSource.read(event, context.getRequiredTestClass());
      if (type == byte[].class) {
        return bytes;
      }
      if (type == String.class) {
        return new String(bytes, UTF_8);
      }
    } catch (IOException failed) {
      throw new ParameterResolutionException("The event cannot be read: " + failed, failed);
    }
    throw new ParameterResolutionException(
        "@Event gives a String or a byte[], and no " + type.getName());
  }

  /** By get and put, which JUnit 5 and 6 have alike. */
  private static synchronized Object function(ExtensionContext context) {
    ExtensionContext owner = annotated(context);
    ExtensionContext.Store store = owner.getStore(NAMESPACE);
    Running running = store.get(Running.class, Running.class);
    if (running == null) {
      running = Running.start(owner.getRequiredTestClass());
      store.put(Running.class, running);
    }
    return running.function;
  }

  /** The class with the annotation, whose nested classes share its function. */
  private static ExtensionContext annotated(ExtensionContext context) {
    ExtensionContext owner = context;
    for (ExtensionContext each = context; each != null; each = each.getParent().orElse(null)) {
      if (AnnotationSupport.isAnnotated(each.getTestClass(), LambdaTest.class)) {
        owner = each;
      }
    }
    return owner;
  }

  /** A function with the folder of its files. JUnit closes it with the class. */
  private static final class Running implements AutoCloseable {

    private final Path folder;
    private final LocalLambda server;
    private final Lambda function;

    private Running(Path folder, LocalLambda server) {
      this.folder = folder;
      this.server = server;
      this.function = new Lambda(server);
    }

    static Running start(Class<?> testClass) {
      LambdaTest test =
          AnnotationSupport.findAnnotation(testClass, LambdaTest.class)
              .orElseThrow(
                  () -> new ExtensionConfigurationException(testClass + " has no @LambdaTest"));
      try {
        Path folder = Files.createTempDirectory("libhello-junit");
        try {
          List<String> command = new ArrayList<>();
          command.add(
              EmulatorExecutable.find(
                      System.getProperty(EmulatorExecutable.PROPERTY),
                      FunctionCommand.locationOf(LambdaTest.class),
                      folder)
                  .toString());
          command.addAll(
              new FunctionCommand(test, testClass)
                  .words(System.getProperty(FunctionCommand.IMAGE_PROPERTY), folder));
          return new Running(folder, LocalLambda.start(command));
        } catch (IOException | RuntimeException failed) {
          delete(folder);
          throw failed;
        }
      } catch (IOException failed) {
        throw new UncheckedIOException("The function could not be started", failed);
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
      delete(folder);
    }

    private static void delete(Path folder) throws IOException {
      try (Stream<Path> walk = Files.walk(folder)) {
        for (Path file : walk.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
