package io.github.libhello.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Starts a function under a local Lambda for the tests of a class, which take it as a parameter of
 * type {@link Lambda}. One process answers all of them, one after the other, and ends with them.
 *
 * <p>It runs on a JVM with the class path of the tests, without the tests' own classes. With the
 * system property {@code libhello.image}, it is that native image: a {@code lambda.zip}, a folder
 * with {@code bootstrap}, or an executable. So the same tests hold for both.
 *
 * <pre>{@code
 * @LambdaTest(HelloHandler.class)
 * final class HelloFunctionTest {
 *
 *   @Test
 *   void greets(Lambda function, @Event("events/hello.json") String event) {
 *     assertTrue(function.invoke(event).response().contains("Hello, Ada!"));
 *   }
 * }
 * }</pre>
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(LambdaExtension.class)
public @interface LambdaTest {

  /**
   * The class with the function's {@code main}, or a handler of AWS's interfaces, which {@code
   * libhello-aws} runs.
   *
   * @return the class
   */
  Class<?> value();

  /**
   * The handler as Lambda is told it, {@code _HANDLER}, where it is not the class alone.
   *
   * @return for example {@code com.example.Orders::create}
   */
  String handler() default "";

  /**
   * Environment variables of the function. It inherits {@code PATH} and {@code JAVA_HOME} alone, as
   * others are not on Lambda either.
   *
   * @return each {@code NAME=VALUE}
   */
  String[] environment() default {};

  /**
   * Options of the function's JVM.
   *
   * @return for example {@code -Xmx64m}
   */
  String[] jvmArgs() default {};

  /**
   * Memory size of the function, which is told to it and not enforced.
   *
   * @return MB
   */
  int memory() default 128;

  /**
   * Time-out of one invocation.
   *
   * @return seconds
   */
  int timeout() default 10;
}
