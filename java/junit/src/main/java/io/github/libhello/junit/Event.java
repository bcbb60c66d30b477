package io.github.libhello.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives a test an event as its parameter, a {@code String} or a {@code byte[]}: what is in a file,
 * or an example of what one of AWS's services sends.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Event {

  /**
   * A resource, beside the test's class or at the root of the class path; else a file of the
   * project.
   *
   * @return for example {@code events/hello.json}
   */
  String value() default "";

  /**
   * One of the examples that {@code lambda-emulator --list-examples} names.
   *
   * @return for example {@code apigw-v2}
   */
  String example() default "";
}
