package io.github.libhello.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.reflect.Field;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * No VM can be copied within a test, so the seed that is shared by all generators is put back
 * instead, which is what a second process of the same snapshot begins with. The JDK keeps it
 * private; where a JDK keeps it elsewhere, these tests fail, and what is promised has to be looked
 * at again.
 */
class FreshRandomTest {

  @Test
  void givesEachProcessOfASnapshotASeedOfItsOwn() throws Exception {
    FreshRandom.prepare();
    UUID.randomUUID();
    byte[] snapshot = seed().clone();

    FreshRandom.reseed();
    byte[] first = seed().clone();
    set(snapshot);
    FreshRandom.reseed();
    byte[] second = seed().clone();

    assertFalse(Arrays.equals(snapshot, first));
    assertFalse(Arrays.equals(snapshot, second));
    assertFalse(Arrays.equals(first, second));
  }

  @Test
  void reachesTheDefaultGenerator() {
    assertEquals("NativePRNG", new SecureRandom().getAlgorithm());
  }

  private static Object shared() throws ReflectiveOperationException {
    Class<?> generator = Class.forName("sun.security.provider.NativePRNG");
    Object instance = field(generator, "INSTANCE").get(null);
    Object mixed = field(instance.getClass(), "mixRandom").get(instance);
    if (mixed == null) {
      throw new IllegalStateException("no generator was used yet");
    }
    return mixed;
  }

  private static byte[] seed() throws ReflectiveOperationException {
    return (byte[]) field(shared().getClass(), "state").get(shared());
  }

  private static void set(byte[] seed) throws ReflectiveOperationException {
    field(shared().getClass(), "state").set(shared(), seed.clone());
  }

  private static Field field(Class<?> owner, String name) throws ReflectiveOperationException {
    Field field = owner.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }
}
