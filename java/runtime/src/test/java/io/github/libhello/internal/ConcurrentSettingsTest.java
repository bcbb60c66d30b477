package io.github.libhello.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConcurrentSettingsTest {

  @Test
  void isOneInvocationOnAVirtualThreadWhereNothingIsSet() {
    assertEquals(new ConcurrentSettings(1, false), ConcurrentSettings.of(null, null));
  }

  @Test
  void takesWhatIsSet() {
    assertEquals(new ConcurrentSettings(32, true), ConcurrentSettings.of("32", "platform"));
    assertEquals(new ConcurrentSettings(10_000, false), ConcurrentSettings.of("10000", "virtual"));
    assertEquals(new ConcurrentSettings(8, true), ConcurrentSettings.of(" 8\n", "PLATFORM"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "0", "-1", "10001", "2147483648", "many", "8.0", "0x8", "8 8"})
  void rejectsWhatIsNoNumberOfInvocations(String value) {
    IllegalArgumentException wrong =
        assertThrows(IllegalArgumentException.class, () -> ConcurrentSettings.of(value, "virtual"));
    assertEquals(
        "AWS_LAMBDA_MAX_CONCURRENCY is \"" + value + "\": it must be a number from 1 to 10000",
        wrong.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "green", "virtual "})
  void rejectsWhatIsNoKindOfThread(String value) {
    IllegalArgumentException wrong =
        assertThrows(IllegalArgumentException.class, () -> ConcurrentSettings.of("8", value));
    assertEquals(
        "LIBHELLO_THREADS is \"" + value + "\": set it to virtual or platform, or not at all",
        wrong.getMessage());
  }
}
