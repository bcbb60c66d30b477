package io.github.libhello.maven;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How much memory the image builder takes, as it says itself at its end, and is given. */
final class BuilderMemory {

  /** The peak of k-means, a small function without AWS's handlers, where there was enough. */
  private static final double SMALL_FUNCTION = 1.1;

  private static final Pattern PEAK = Pattern.compile("Peak RSS: *([0-9.]+)GB");
  private static final Pattern GIVEN =
      Pattern.compile("- ([0-9.]+GB of memory \\([0-9.]+% [^,)]*)");

  private final Path file;

  /** The peak of the project's last build that has succeeded is kept in the folder. */
  BuilderMemory(Path folder) {
    this.file = folder.resolve("peak-memory");
  }

  /** Keeps what a build that has succeeded took. */
  void remember(List<String> output) throws IOException {
    String peak = find(PEAK, output);
    if (peak != null) {
      Files.writeString(file, peak);
    }
  }

  /** A sentence where the machine or the container has less than the builder needs, or null. */
  @Nullable String shortage() throws IOException {
    return shortage(machine() / 1e9);
  }

  @Nullable String shortage(double gigabytes) throws IOException {
    double needed = lastPeak() == null ? SMALL_FUNCTION : Double.parseDouble(lastPeak());
    return gigabytes >= needed
        ? null
        : String.format(
            Locale.ROOT,
            "There are %.1f GB of memory here, and the image builder %s. It may take very long, or"
                + " fail.",
            gigabytes,
            need());
  }

  /** What was given and what is needed, for a build that has failed of it. */
  String explain(List<String> output) throws IOException {
    String given = find(GIVEN, output);
    return (given == null ? "" : "It was given " + given + ") and ")
        + need()
        + ": end other programs, raise the limit of the container, or build on a machine with more.";
  }

  private String need() throws IOException {
    String peak = lastPeak();
    return peak != null
        ? "took " + peak + " GB for the last build of this project"
        : "takes " + SMALL_FUNCTION + " GB for a small function, and twice that for a large one";
  }

  private @Nullable String lastPeak() throws IOException {
    return Files.exists(file) ? Files.readString(file) : null;
  }

  private static @Nullable String find(Pattern pattern, List<String> output) {
    for (String line : output) {
      Matcher found = pattern.matcher(line);
      if (found.find()) {
        return found.group(1);
      }
    }
    return null;
  }

  /** The machine's, or the limit of the container. */
  private static long machine() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getTotalMemorySize();
  }
}
