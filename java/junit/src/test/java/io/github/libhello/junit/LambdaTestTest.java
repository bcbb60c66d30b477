package io.github.libhello.junit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A function under a program that stands for the local Lambda. */
@LambdaTest(
    value = FakeEmulator.class,
    environment = {"STAGE=test", "TEXT=a b"},
    jvmArgs = "-Xmx64m",
    memory = 512,
    timeout = 7)
final class LambdaTestTest {

  @Test
  void startsTheProgramAsItIsTold(Lambda function) {
    String words = function.invoke("1").response();
    String options = "1 --port 0 --memory 512 --timeout 7 --env STAGE=test --env TEXT=a b ";
    assertTrue(words.startsWith(options), words);
    assertTrue(words.contains("/java --enable-native-access=ALL-UNNAMED"), words);
    assertTrue(words.contains(" -Xmx64m -cp "), words);
    assertTrue(words.endsWith(" io.github.libhello.junit.FakeEmulator"), words);
    String own = FunctionCommand.locationOf(LambdaTestTest.class) + ":";
    assertFalse(words.contains(own), "the tests' classes are no part of the function");
  }

  @Test
  void tellsAResponseFromAnError(Lambda function) {
    InvocationResult failed = function.invoke("fail".getBytes(UTF_8));
    assertEquals("Unhandled", failed.functionError());
    assertTrue(failed.error().startsWith("fail --port"), failed.error());
    assertEquals("about fail\n", failed.log());
    AssertionError error = assertThrows(AssertionError.class, failed::response);
    assertTrue(Objects.requireNonNull(error.getMessage()).endsWith("about fail\n"));
    InvocationResult good = function.invoke("good");
    assertNull(good.functionError());
    assertThrows(AssertionError.class, good::error);
    String refused =
        assertThrows(IllegalStateException.class, () -> function.invoke("refuse")).getMessage();
    assertTrue(Objects.requireNonNull(refused).contains("with status 413: refuse"), refused);
    assertTrue(function.log().contains("got good\n"), function.log());
  }

  @Test
  void givesEvents(
      @Event("src/test/sh/emulator.sh") String file,
      @Event("FakeEmulator.class") byte[] beside,
      @Event("io/github/libhello/junit/FakeEmulator.class") byte[] resource,
      @Event(example = "apigw-v2") String example) {
    assertTrue(file.startsWith("#!/bin/sh\n"), file);
    assertArrayEquals(beside, resource);
    assertTrue(example.contains("\"2.0\""), example);
  }

  @Nested
  final class Inside {

    @Test
    void sharesTheFunction(Lambda function) {
      function.invoke("from inside");
      assertTrue(function.log().contains("got from inside\n"), function.log());
    }
  }
}
