package io.github.libhello.internal.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.graalvm.nativeimage.c.CContext;
import org.graalvm.nativeimage.c.function.CFunction;

/**
 * Links {@code libhello_heap.a} into every image: what stands before the image's own main and gives
 * it the heap of its function ({@code src/main/image/main.c}), and what asks for large pages for
 * large arrays ({@code large_pages.c}). The linker calls them because of {@code --wrap=main} and
 * {@code --wrap=mmap}, which stand in this jar's {@code native-image.properties}.
 */
@CContext(HeapShim.Linking.class)
final class HeapShim {

  private static final String LIBRARY = "hello_heap";

  private HeapShim() {}

  /** The builder reads the context of a class only if it has a function of C; nothing calls it. */
  @CFunction("__wrap_main")
  static native int main(int argc, long argv);

  static final class Linking implements CContext.Directives {

    @Override
    public boolean isInConfiguration() {
      return Carried.isForThisPlatform();
    }

    @Override
    public List<String> getLibraries() {
      return List.of(LIBRARY);
    }

    /** A folder with the archive in it: the linker takes nothing out of a jar. */
    @Override
    public List<String> getLibraryPaths() {
      String name = "lib" + LIBRARY + ".a";
      try {
        byte[] archive = Carried.file(name);
        if (archive == null) {
          throw new IllegalStateException(
              "libhello-runtime.jar was built without "
                  + name
                  + " for this processor: build it with ./build.sh");
        }
        Path folder = Files.createTempDirectory("libhello-");
        Path file = Files.write(folder.resolve(name), archive);
        folder.toFile().deleteOnExit();
        file.toFile().deleteOnExit();
        ZlibArchive.placeInto(folder);
        return List.of(folder.toString());
      } catch (IOException notWritten) {
        throw new UncheckedIOException("cannot place " + name + " for the linker", notWritten);
      }
    }
  }
}
