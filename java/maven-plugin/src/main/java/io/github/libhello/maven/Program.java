package io.github.libhello.maven;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a JVM starts.
 *
 * @param mainClass with {@code main}
 * @param handler the handler of AWS's interfaces, where the main class is the one around those
 * @param classPath jars, and folders of classes
 * @param jvmArgs options of the JVM
 */
record Program(
    String mainClass, @Nullable String handler, List<Path> classPath, List<String> jvmArgs) {}
