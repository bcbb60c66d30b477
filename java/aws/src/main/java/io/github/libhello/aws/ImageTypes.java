package io.github.libhello.aws;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.graalvm.nativeimage.hosted.Feature.BeforeAnalysisAccess;
import org.graalvm.nativeimage.hosted.RuntimeClassInitialization;
import org.graalvm.nativeimage.hosted.RuntimeReflection;
import org.graalvm.nativeimage.hosted.RuntimeResourceAccess;

/** What the image that is being built can read, write and call by name. */
final class ImageTypes {

  private static final String EVENTS = "com.amazonaws.services.lambda.runtime.events.";
  private static final String JODA = "org.joda.time.";

  /** What of a handler's packages is this project's own: a handler may lie beside it. */
  private static final Set<String> LIBHELLO =
      Set.of(
          "io.github.libhello",
          "io.github.libhello.aws",
          "io.github.libhello.internal",
          "io.github.libhello.internal.image",
          "io.github.libhello.loop");

  /**
   * What AWS's module reaches by name, and what a date is made of: where AWS has no module for the
   * class around it, its mapper writes all that there is.
   */
  private static final List<String> JODA_CLASSES =
      List.of(
          "Chronology",
          "DateTime",
          "DateTimeZone",
          "ReadableInstant",
          "UTCDateTimeZone",
          "base.AbstractDateTime",
          "base.AbstractInstant",
          "base.BaseDateTime",
          "chrono.AssembledChronology",
          "chrono.BaseChronology",
          "chrono.ISOChronology",
          "format.DateTimeFormatter",
          "format.ISODateTimeFormat",
          "tz.CachedDateTimeZone",
          "tz.FixedDateTimeZone");

  private static final List<String> JODA_FILES =
      List.of("ZoneInfoMap", "UTC", "Etc/UTC", "Etc/GMT", "GMT");

  private final BeforeAnalysisAccess access;
  private final ClassPath classPath;
  private final Set<String> ownPackages = new HashSet<>();
  private boolean joda;

  ImageTypes(BeforeAnalysisAccess access, ClassPath classPath) {
    this.access = access;
    this.classPath = classPath;
  }

  /**
   * What a handler needs.
   *
   * @param plan the handler
   * @throws IOException when the class path cannot be read
   */
  void add(HandlerPlan plan) throws IOException {
    RuntimeReflection.register(plan.type());
    if (plan.constructor() != null) {
      RuntimeReflection.register(plan.constructor());
    }
    if (plan.method() != null) {
      RuntimeReflection.register(plan.method());
    }
    for (Class<?> each : TypeClosure.of(plan.event(), plan.response())) {
      add(each);
    }
    addOwnPackages(plan.type());
  }

  /**
   * All of a class.
   *
   * @param type one that JSON is read as or written from
   */
  void add(Class<?> type) {
    if (type.getName().startsWith(JODA)) {
      addJoda();
      return;
    }
    if (type.isAnnotation()) {
      // Jackson keeps all annotations of what it has introspected.
      RuntimeClassInitialization.initializeAtBuildTime(type);
      return;
    }
    addMembers(type);
    if (type.isEnum()) {
      // The constants are part of the readers, and those are part of the image.
      for (Class<?> each : EnumConstants.classes(type)) {
        RuntimeClassInitialization.initializeAtBuildTime(each);
      }
    } else if (type.getName().startsWith(EVENTS)) {
      RuntimeClassInitialization.initializeAtBuildTime(type);
    }
  }

  private static void addMembers(Class<?> type) {
    RuntimeReflection.register(type);
    RuntimeReflection.registerAllDeclaredConstructors(type);
    RuntimeReflection.registerAllDeclaredMethods(type);
    RuntimeReflection.registerAllDeclaredFields(type);
    RuntimeReflection.registerAllMethods(type);
    RuntimeReflection.registerAllFields(type);
    if (type.isRecord()) {
      RuntimeReflection.registerAllRecordComponents(type);
    }
    RuntimeReflection.register(type.getDeclaredConstructors());
    RuntimeReflection.register(type.getDeclaredMethods());
    for (Field field : type.getDeclaredFields()) {
      RuntimeReflection.register(field);
    }
  }

  /**
   * Whatever of the handler's own packages the image comes to hold: for properties that are
   * declared as {@code Object}, and for a JSON library of the user's own.
   */
  private void addOwnPackages(Class<?> handler) throws IOException {
    String root = rootPackage(handler.getPackageName());
    if (root.isEmpty() || !ownPackages.add(root)) {
      return;
    }
    for (String name : classPath.inside(root)) {
      try {
        Class<?> type = Class.forName(name, false, access.getApplicationClassLoader());
        requireComplete(type);
        if (!type.isInterface() && !LIBHELLO.contains(type.getPackageName())) {
          access.registerReachabilityHandler(reached -> addMembers(type), type);
        }
      } catch (ClassNotFoundException | LinkageError incomplete) {
        // Then it cannot be used at run time either.
      }
    }
  }

  /** Throws where a method names a class that is not there. */
  @SuppressWarnings("ReturnValueIgnored")
  private static void requireComplete(Class<?> type) {
    type.getDeclaredMethods();
  }

  /** A company's application, by the usual form of package names. */
  private static String rootPackage(String name) {
    String[] parts = name.split("\\.", -1);
    return parts.length <= 2 ? name : parts[0] + "." + parts[1] + "." + parts[2];
  }

  private void addJoda() {
    if (joda) {
      return;
    }
    joda = true;
    for (String name : JODA_CLASSES) {
      Class<?> type = access.findClassByName(JODA + name);
      if (type != null) {
        addMembers(type);
      }
    }
    Module module = access.getApplicationClassLoader().getUnnamedModule();
    for (String file : JODA_FILES) {
      RuntimeResourceAccess.addResource(module, "org/joda/time/tz/data/" + file);
    }
  }
}
