import java.lang.reflect.Field;
import java.util.List;

/**
 * Prints C that compiles for a processor on whose Linux this JDK's constants have the same values.
 *
 * <p>Arguments: the constants that may differ. Wants --add-opens java.base/sun.nio.fs=ALL-UNNAMED.
 */
public class UnixConstantsInC {
  private static final List<String> HEADERS =
      List.of("dlfcn.h", "errno.h", "fcntl.h", "sys/stat.h", "unistd.h");

  /** Names that C does not have, as the JDK's UnixConstants.java.template defines them for Linux. */
  private static final List<String> OWN_NAMES =
      List.of(
          "S_IAMB (S_IRWXU | S_IRWXG | S_IRWXO)",
          "XATTR_NOT_FOUND ENODATA",
          "ATTR_CMN_CRTIME 0",
          "ATTR_CMN_MODTIME 0",
          "ATTR_CMN_ACCTIME 0",
          "FSOPT_NOFOLLOW 0");

  public static void main(String[] args) throws Exception {
    List<String> known = List.of(args);
    System.out.println("#define _GNU_SOURCE");
    HEADERS.forEach(header -> System.out.println("#include <" + header + ">"));
    OWN_NAMES.forEach(name -> System.out.println("#define " + name));
    for (Field field : Class.forName("sun.nio.fs.UnixConstants").getDeclaredFields()) {
      field.setAccessible(true);
      String name = field.getName();
      if (!known.contains(name)) {
        System.out.printf(
            "_Static_assert(%s == %d, \"the JDK's %s has another value\");%n",
            name, field.getInt(null), name);
      }
    }
  }
}
