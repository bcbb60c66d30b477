package io.github.libhello.internal.image;

import io.github.libhello.internal.NativeImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.graalvm.nativeimage.hosted.Feature;
import org.graalvm.nativeimage.hosted.RuntimeClassInitialization;

/**
 * Writes {@code libHello.so} beside the executable, where the image looks for it. The builder finds
 * this class by the jar's {@code native-image.properties}.
 */
public final class LibraryFeature implements Feature {

  private static final String NAME = "libHello.so";

  /** For the builder. */
  public LibraryFeature() {}

  @Override
  public String getDescription() {
    return "Writes libHello.so beside the executable";
  }

  @Override
  public boolean isInConfiguration(IsInConfigurationAccess access) {
    return Carried.isForThisPlatform();
  }

  @Override
  public void afterRegistration(AfterRegistrationAccess access) {
    RuntimeClassInitialization.initializeAtBuildTime(NativeImage.class);
  }

  @Override
  public void afterImageWrite(AfterImageWriteAccess access) {
    try {
      byte[] library = Carried.file(NAME);
      if (library == null) {
        System.err.println(
            "libhello-runtime.jar was built without libHello.so for this processor: put it beside the executable");
        return;
      }
      place(library, access.getImagePath().resolveSibling(NAME));
    } catch (IOException notWritten) {
      throw new UncheckedIOException("cannot write libHello.so beside the executable", notWritten);
    }
  }

  /** Written beside and then renamed: a function that runs from this folder keeps its library. */
  private static void place(byte[] library, Path file) throws IOException {
    Path written = Files.createTempFile(file.toAbsolutePath().getParent(), NAME, null);
    try {
      Files.write(written, library);
      Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(written);
    }
  }
}
