package io.github.libhello.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** What is initialized together with an enum. */
class EnumConstantsTest {

  private enum Plain {
    ONE,
    TWO
  }

  private enum WithBodies {
    ONE,
    TWO {
      @Override
      int value() {
        return 2;
      }
    };

    int value() {
      return 1;
    }
  }

  private static class Above {}

  private static final class Held extends Above {
    final Deeper deeper = new Deeper();
  }

  private static final class Deeper {}

  private static final class Logger {}

  private enum Holding {
    ONE(new Held());

    static final Logger LOGGER = new Logger();
    static final Companion COMPANION = new Companion();

    final List<Held> held;

    Holding(Held held) {
      this.held = List.of(held);
    }

    private static final class Companion {}
  }

  private enum Calculating {
    TWICE(value -> 2 * value);

    final IntUnaryOperator operator;

    Calculating(IntUnaryOperator operator) {
      this.operator = operator;
    }
  }

  @Test
  void takesAnEnumAlone() {
    assertEquals(Set.of(Plain.class), EnumConstants.classes(Plain.class));
  }

  @Test
  void takesConstantsWithBodies() {
    assertEquals(
        Set.of(WithBodies.class, WithBodies.TWO.getClass()),
        EnumConstants.classes(WithBodies.class));
  }

  @Test
  void takesWhatConstantsHoldAndNoOtherStaticFields() {
    assertEquals(
        Set.of(Holding.class, Holding.Companion.class, Held.class, Above.class, Deeper.class),
        EnumConstants.classes(Holding.class));
  }

  @Test
  void takesLambdas() {
    Class<?> lambda = Calculating.TWICE.operator.getClass();
    assertTrue(EnumConstants.classes(Calculating.class).contains(lambda));
  }
}
