import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Prints launcher arguments that let the image builder into other modules.
 *
 * <p>{@code exports TARGETS MODULE...}: all packages of these JDK modules that are not exported to
 * everyone, exported to the modules TARGETS (comma-separated).
 *
 * <p>{@code opens DIRECTORY...}: all packages of the modules in these directories, opened to the
 * class path, for {@link OptionTable}.
 */
public class ModuleArguments {
  public static void main(String[] args) {
    switch (args[0]) {
      case "exports" -> exports(args[1], Set.of(Arrays.copyOfRange(args, 2, args.length)));
      case "opens" -> opens(Arrays.copyOfRange(args, 1, args.length));
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void exports(String targets, Set<String> modules) {
    var sorted = new TreeMap<String, ModuleDescriptor>();
    for (ModuleReference module : ModuleFinder.ofSystem().findAll()) {
      sorted.put(module.descriptor().name(), module.descriptor());
    }
    sorted.keySet().retainAll(modules);
    for (ModuleDescriptor module : sorted.values()) {
      Set<String> forAll =
          module.exports().stream()
              .filter(export -> !export.isQualified())
              .map(ModuleDescriptor.Exports::source)
              .collect(Collectors.toSet());
      for (String packageName : new TreeSet<>(module.packages())) {
        if (!forAll.contains(packageName)) {
          System.out.println("--add-exports=" + module.name() + "/" + packageName + "=" + targets);
        }
      }
    }
  }

  private static void opens(String[] directories) {
    Path[] paths = Arrays.stream(directories).map(Path::of).toArray(Path[]::new);
    for (ModuleReference module : ModuleFinder.of(paths).findAll()) {
      ModuleDescriptor descriptor = module.descriptor();
      for (String packageName : new TreeSet<>(descriptor.packages())) {
        System.out.println("--add-opens=" + descriptor.name() + "/" + packageName + "=ALL-UNNAMED");
      }
    }
  }
}
