package io.github.libhello.maven;

import java.util.List;
import java.util.Locale;
import org.apache.maven.plugin.MojoExecutionException;

/** A processor of Lambda's, with the oldest of its kind that an image is compiled for. */
enum Architecture {
  X86_64("x86_64", Elf.X86_64, "x86-64-v3", "linux-amd64", "linux-x86_64"),
  ARM64("arm64", Elf.AARCH64, "armv8.1-a", "linux-aarch64", "linux-aarch_64");

  private final String label;
  private final int machine;
  private final String baseline;
  private final String platform;
  private final String carried;

  Architecture(String label, int machine, String baseline, String platform, String carried) {
    this.label = label;
    this.machine = machine;
    this.baseline = baseline;
    this.platform = platform;
    this.carried = carried;
  }

  /** By the name that Lambda has for it, or the name that Java has. */
  static Architecture of(String name) throws MojoExecutionException {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "x86_64", "amd64" -> X86_64;
      case "arm64", "aarch64" -> ARM64;
      default ->
          throw new MojoExecutionException(
              "libhello.arch is \"" + name + "\"; it can be x86_64 or arm64");
    };
  }

  /** This machine's. */
  static Architecture own() throws MojoExecutionException {
    return of(System.getProperty("os.arch"));
  }

  String label() {
    return label;
  }

  int machine() {
    return machine;
  }

  /** The builder's name of Linux on it. */
  String platform() {
    return platform;
  }

  /** What jars and repositories name it by. */
  String carried() {
    return carried;
  }

  /** What container engines name Linux on it by. */
  String container() {
    return this == X86_64 ? "linux/amd64" : "linux/arm64";
  }

  /** The builder's options for it, on a machine of another kind or the same. */
  List<String> options(Architecture machineOfBuild) {
    return this == machineOfBuild
        ? List.of("-march=" + baseline)
        : List.of("--target=" + platform, "-march=" + baseline);
  }

  /** The package's file name: the usual one for the machine's own kind. */
  String zipName(Architecture machineOfBuild) {
    return this == machineOfBuild ? "lambda.zip" : "lambda-" + label + ".zip";
  }
}
