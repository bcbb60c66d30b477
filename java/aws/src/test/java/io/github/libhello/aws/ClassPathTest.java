package io.github.libhello.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.github.libhello.cases.Rules;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClassPathTest {

  private static Path place(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  @Test
  void findsWhoImplementsAnInterfaceOverAnyNumberOfSteps() throws Exception {
    ClassPath classPath = new ClassPath(List.of(place(Rules.class), place(RequestHandler.class)));
    Set<String> found =
        classPath.below(
            List.of(RequestHandler.class.getName(), RequestStreamHandler.class.getName()));
    for (Class<?> each :
        List.of(
            Rules.Plain.class,
            Rules.ThroughTwo.class,
            Rules.ThroughInterface.class,
            Rules.Streams.class)) {
      assertTrue(found.contains(each.getName()), each::getName);
    }
    assertFalse(found.contains(Rules.Neither.class.getName()));
  }

  @Test
  void listsThePackageOfAFolderAndOfAJar() throws Exception {
    assertTrue(
        new ClassPath(List.of(place(Rules.class)))
            .inside("io.github.libhello.cases")
            .contains(Rules.Bean.class.getName()));
    assertTrue(
        new ClassPath(List.of(place(RequestHandler.class), Path.of("not-there.jar")))
            .inside("com.amazonaws.services.lambda")
            .contains(RequestHandler.class.getName()));
  }

  /** Every class of the JDK that these tests can reach, against reflection. */
  @Test
  void readsEveryHeaderAsTheVmDoes() throws Exception {
    List<Class<?>> classes =
        Stream.concat(
                Stream.of(Rules.class.getDeclaredClasses()),
                Stream.of(
                    String.class,
                    Long.class,
                    java.util.HashMap.class,
                    java.util.List.class,
                    Object.class))
            .toList();
    for (Class<?> each : classes) {
      String file = "/" + each.getName().replace('.', '/') + ".class";
      try (InputStream in = each.getResourceAsStream(file)) {
        ClassFileHeader header = ClassFileHeader.read(in);
        assertEquals(each.getName(), header.name());
        List<String> interfaces = Stream.of(each.getInterfaces()).map(Class::getName).toList();
        assertTrue(header.above().containsAll(interfaces), header::toString);
      }
    }
  }

  @Test
  void rejectsWhatIsNoClassFile() {
    assertThrows(
        IOException.class, () -> ClassFileHeader.read(new ByteArrayInputStream(new byte[10])));
    byte[] unknown = {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 0, 65, 0, 2, 99};
    assertThrows(IOException.class, () -> ClassFileHeader.read(new ByteArrayInputStream(unknown)));
  }
}
