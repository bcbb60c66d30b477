package io.github.libhello.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The classes that JSON of a type may touch. */
class TypeClosureTest {

  @Retention(RetentionPolicy.RUNTIME)
  private @interface Marked {
    Strength strength();

    Inner[] inner() default {};
  }

  @Retention(RetentionPolicy.RUNTIME)
  private @interface Inner {
    Class<?> named();
  }

  private enum Strength {
    SOME
  }

  private static final class Named {}

  @Marked(strength = Strength.SOME, inner = @Inner(named = Named.class))
  private static final class Annotated {}

  @Deprecated
  private static final class Holder {
    Map<String, Held[]> held = Map.of();
  }

  private static final class Held {}

  @Test
  void hasAnnotationsAndWhatTheyName() {
    assertEquals(
        Set.of(Annotated.class, Marked.class, Strength.class, Inner.class, Named.class),
        TypeClosure.of(Annotated.class));
  }

  @Test
  void hasWhatGenericsAreMadeOfAndNothingOfTheJdk() {
    assertEquals(Set.of(Holder.class, Held.class), TypeClosure.of(Holder.class));
  }
}
