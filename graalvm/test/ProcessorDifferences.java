import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.FieldModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.ConstantValueAttribute;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * In what the classes of two JDKs differ that are one version for two processors. Each difference is
 * a line: the values of a constant, a method with other code, or a file without such parts.
 *
 * <p>Arguments: the homes of the two JDKs.
 */
public class ProcessorDifferences {
  /** The name of the platform and hashes of the modules' files, in every module. */
  private static final String OF_MODULES =
      ".*/module-info\\.class|java\\.base/jdk/internal/module/SystemModules\\$.*";

  public static void main(String[] args) throws IOException {
    Map<String, byte[]> one = files(Path.of(args[0]));
    Map<String, byte[]> other = files(Path.of(args[1]));
    Set<String> names = new TreeSet<>(one.keySet());
    names.addAll(other.keySet());
    for (String name : names) {
      if (!one.containsKey(name) || !other.containsKey(name)) {
        System.out.println(name + " in one of them alone");
      } else if (!Arrays.equals(one.get(name), other.get(name))) {
        differences(name, one.get(name), other.get(name)).forEach(System.out::println);
      }
    }
  }

  /** The files of all modules. */
  private static Map<String, byte[]> files(Path home) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    Map<String, String> settings = Map.of("java.home", home.toString());
    try (FileSystem image = FileSystems.newFileSystem(URI.create("jrt:/"), settings);
        Stream<Path> walk = Files.walk(image.getPath("/modules"))) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        String name = file.toString().substring("/modules/".length());
        if (!name.matches(OF_MODULES)) {
          files.put(name, Files.readAllBytes(file));
        }
      }
    }
    return files;
  }

  private static SortedSet<String> differences(String name, byte[] one, byte[] other) {
    if (!name.endsWith(".class")) {
      return new TreeSet<>(Set.of(name));
    }
    Map<String, String> parts = parts(ClassFile.of().parse(one));
    Map<String, String> otherParts = parts(ClassFile.of().parse(other));
    Set<String> members = new TreeSet<>(parts.keySet());
    members.addAll(otherParts.keySet());
    SortedSet<String> lines = new TreeSet<>();
    for (String member : members) {
      String part = parts.getOrDefault(member, "absent");
      String otherPart = otherParts.getOrDefault(member, "absent");
      if (!part.equals(otherPart)) {
        lines.add(member + (member.endsWith(")") ? "" : " " + part + " " + otherPart));
      }
    }
    return lines.isEmpty() ? new TreeSet<>(Set.of(name)) : lines;
  }

  /** Constants with their values, and methods with their instructions. */
  private static Map<String, String> parts(ClassModel model) {
    String owner = model.thisClass().asInternalName().replace('/', '.') + ".";
    Map<String, String> parts = new TreeMap<>();
    for (FieldModel field : model.fields()) {
      String value =
          field.attributes().stream()
              .filter(ConstantValueAttribute.class::isInstance)
              .map(constant -> ((ConstantValueAttribute) constant).constant().constantValue())
              .map(Object::toString)
              .collect(Collectors.joining());
      parts.put(owner + field.fieldName(), value);
    }
    for (MethodModel method : model.methods()) {
      String parameters =
          method.methodTypeSymbol().parameterList().stream()
              .map(type -> type.displayName())
              .collect(Collectors.joining(",", "(", ")"));
      String instructions =
          method.code().stream()
              .flatMap(code -> code.elementStream())
              .filter(Instruction.class::isInstance)
              .map(CodeElement::toString)
              .map(text -> text.replaceAll("Label\\S*", "label"))
              .collect(Collectors.joining("\n"));
      parts.merge(owner + method.methodName() + parameters, instructions, String::concat);
    }
    return parts;
  }
}
