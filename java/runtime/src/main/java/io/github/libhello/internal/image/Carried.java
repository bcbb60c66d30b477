package io.github.libhello.internal.image;

import java.io.IOException;
import java.io.InputStream;
import org.graalvm.nativeimage.Platform;
import org.jspecify.annotations.Nullable;

/** What this jar carries for the processor that an image is built for. */
final class Carried {

  private Carried() {}

  /** Whether there is anything for it. */
  static boolean isForThisPlatform() {
    return processor() != null;
  }

  /** Whether what the builder's system has for linking fits the image. */
  static boolean isForTheBuildersProcessor() {
    String own = "amd64".equals(System.getProperty("os.arch")) ? "x86_64" : "aarch_64";
    return own.equals(processor());
  }

  /**
   * A file of {@code META-INF/native/linux-PROCESSOR}.
   *
   * @return {@code null} where the jar was built without it
   */
  static byte @Nullable [] file(String name) throws IOException {
    String processor = processor();
    if (processor == null) {
      return null;
    }
    String path = "/META-INF/native/linux-" + processor + "/" + name;
    try (InputStream file = Carried.class.getResourceAsStream(path)) {
      return file == null ? null : file.readAllBytes();
    }
  }

  private static @Nullable String processor() {
    if (Platform.includedIn(Platform.LINUX_AMD64.class)) {
      return "x86_64";
    }
    return Platform.includedIn(Platform.LINUX_AARCH64.class) ? "aarch_64" : null;
  }
}
