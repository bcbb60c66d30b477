package io.github.libhello.internal.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.graalvm.nativeimage.ImageInfo;
import org.jspecify.annotations.Nullable;

/**
 * zlib as an archive, which every image needs for the JDK's natives. The shared library would be
 * searched, loaded and bound at each start, whether anything is compressed or not.
 */
final class ZlibArchive {

  private static final String NAME = "libz.a";

  private ZlibArchive() {}

  /**
   * Copies it into a folder that the linker searches before the system's. Without one, as on
   * systems that have it in a package of its own, the shared library is linked. So it is for shared
   * images, since an archive may be for executables alone.
   */
  static void placeInto(Path folder) throws IOException {
    if (!ImageInfo.isExecutable() || !Carried.isForTheBuildersProcessor()) {
      return;
    }
    Path archive = find();
    if (archive != null) {
      Files.copy(archive, folder.resolve(NAME)).toFile().deleteOnExit();
    }
  }

  /** Where the compiler that links the image has it. */
  private static @Nullable Path find() throws IOException {
    Process compiler;
    try {
      compiler = new ProcessBuilder("gcc", "-print-file-name=" + NAME).start();
    } catch (IOException noSuchCompiler) {
      return null;
    }
    byte[] answer = compiler.getInputStream().readAllBytes();
    Path found = Path.of(new String(answer, StandardCharsets.UTF_8).strip());
    return found.isAbsolute() && Files.isRegularFile(found) ? found : null;
  }
}
