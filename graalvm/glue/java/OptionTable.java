import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.List;
import java.util.StringJoiner;

/**
 * Prints the public options of the image builder, such as {@code --no-fallback}, that the builder's
 * own option classes declare with {@code @APIOption}. The driver reads the table.
 *
 * <p>One tab-separated line an option: names, group, prefix (-H: or -R:), name for the builder,
 * kind (+, - or =), separators before a value, default or fixed value, value transformers, help.
 */
public class OptionTable {
  private static final List<String> MODULES =
      List.of(
          "org.graalvm.nativeimage.builder",
          "org.graalvm.nativeimage.base",
          "org.graalvm.nativeimage.pointsto",
          "jdk.graal.compiler");
  private static final String DESCRIPTORS = "jdk.graal.compiler.options.OptionDescriptors";

  private final Class<?> apiOption = Class.forName("com.oracle.svm.core.option.APIOption");
  private final Class<?> hostedKey = Class.forName("com.oracle.svm.core.option.HostedOptionKey");
  private final StringBuilder table = new StringBuilder();

  private OptionTable() throws ClassNotFoundException {}

  public static void main(String[] args) throws ReflectiveOperationException {
    var options = new OptionTable();
    for (String name : MODULES) {
      options.addModule(ModuleLayer.boot().findModule(name).orElseThrow());
    }
    System.out.print(options.table);
  }

  private void addModule(Module module) throws ReflectiveOperationException {
    for (var provided : module.getDescriptor().provides()) {
      if (!provided.service().equals(DESCRIPTORS)) {
        continue;
      }
      for (String provider : provided.providers()) {
        for (Object option : (Iterable<?>) create(Class.forName(module, provider))) {
          addOption(option);
        }
      }
    }
  }

  private void addOption(Object option) throws ReflectiveOperationException {
    Class<?> declaring = (Class<?>) call(option, "getDeclaringClass");
    Field field = declaring.getDeclaredField((String) call(option, "getFieldName"));
    for (Annotation annotation : field.getAnnotationsByType(asAnnotation(apiOption))) {
      addRow(option, annotation);
    }
  }

  private void addRow(Object option, Annotation annotation) throws ReflectiveOperationException {
    boolean hosted = hostedKey.isInstance(call(option, "getOptionKey"));
    Class<?> type = (Class<?>) call(option, "getOptionValueType");
    String kind = "=";
    if (type == Boolean.class || type == Boolean[].class) {
      kind = String.valueOf(element(annotation, "kind")).equals("Negated") ? "-" : "+";
    }
    var row = new StringJoiner("\t", "", "\n");
    row.add(String.join("|", (String[]) element(annotation, "name")));
    row.add(groupName((Class<?>) element(annotation, "group")));
    row.add(hosted ? "-H:" : "-R:");
    row.add((String) call(option, "getName"));
    row.add(kind);
    row.add(separators((char[]) element(annotation, "valueSeparator")));
    row.add(presetValue(annotation));
    row.add(transformers((Class<?>[]) element(annotation, "valueTransformer")));
    row.add(help(option, annotation));
    table.append(row);
  }

  private static String groupName(Class<?> group) throws ReflectiveOperationException {
    return group.getSimpleName().equals("NullGroup") ? "" : (String) call(create(group), "name");
  }

  private static String separators(char[] separators) {
    var names = new StringJoiner(" ");
    for (char separator : separators) {
      names.add(
          switch (separator) {
            case ' ' -> "SPACE";
            case 0 -> "NONE";
            default -> String.valueOf(separator);
          });
    }
    return names.toString();
  }

  private String presetValue(Annotation annotation) throws ReflectiveOperationException {
    String[] defaults = (String[]) element(annotation, "defaultValue");
    String[] fixed = (String[]) element(annotation, "fixedValue");
    if (defaults.length > 0) {
      return "default:" + defaults[0];
    }
    return fixed.length > 0 ? "fixed:" + fixed[0] : "";
  }

  private static String transformers(Class<?>[] types) {
    var names = new StringJoiner(" ");
    for (Class<?> type : types) {
      names.add(type.getSimpleName());
    }
    return names.toString();
  }

  private String help(Object option, Annotation annotation) throws ReflectiveOperationException {
    String custom = (String) element(annotation, "customHelp");
    String text = custom;
    if (custom.isEmpty()) {
      text = call(option, "getHelp") instanceof List<?> lines ? join(lines) : "";
    }
    return text.replaceAll("\\s+", " ").strip();
  }

  private static String join(List<?> lines) {
    var text = new StringJoiner(" ");
    lines.forEach(line -> text.add(String.valueOf(line)));
    return text.toString();
  }

  @SuppressWarnings("unchecked")
  private static Class<Annotation> asAnnotation(Class<?> type) {
    return (Class<Annotation>) type;
  }

  private Object element(Annotation annotation, String name) throws ReflectiveOperationException {
    return apiOption.getMethod(name).invoke(annotation);
  }

  private static Object create(Class<?> type) throws ReflectiveOperationException {
    Constructor<?> constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    return constructor.newInstance();
  }

  /** The method may be declared in a superclass that is not public, or in an interface only. */
  private static Object call(Object target, String name) throws ReflectiveOperationException {
    for (Class<?> type = target.getClass(); type != null; type = type.getSuperclass()) {
      for (Method method : type.getDeclaredMethods()) {
        if (method.getName().equals(name) && method.getParameterCount() == 0) {
          method.setAccessible(true);
          return method.invoke(target);
        }
      }
    }
    Method inherited = target.getClass().getMethod(name);
    inherited.setAccessible(true);
    return inherited.invoke(target);
  }
}
