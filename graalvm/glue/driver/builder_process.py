"""Starts the image builder's JVM."""

import os
import shlex
import sys
import uuid

from builder_options import OptionTable
from image_request import ImageRequest
from target import Target

JVM_OPTIONS = [
    "-XX:+UnlockExperimentalVMOptions",
    "-XX:+EnableJVMCI",
    "-XX:-UseJVMCICompiler",
    "-XX:+UseParallelGC",
    "-XX:MaxRAMPercentage=75",
    "-Dsvm.build.memoryUsageReasonText=change it with -J-Xmx",
    "-XX:GCTimeRatio=9",
    "-XX:+ExitOnOutOfMemoryError",
    "-Xss10m",
    "-Xshare:off",
    "-Djava.awt.headless=true",
    "-Dtruffle.TrustAllTruffleRuntimeProviders=true",
    "-Dgraalvm.locatorDisabled=true",
    "-Dcom.oracle.graalvm.isaot=true",
    "-Dorg.graalvm.nativeimage.imagecode=buildtime",
    "-Djava.system.class.loader=com.oracle.svm.hosted.NativeImageSystemClassLoader",
    "-Djdk.reflect.useOldSerializableConstructor=true",
    "-Djdk.internal.lambda.disableEagerInitialization=true",
    "-Djdk.internal.lambda.eagerlyInitialize=false",
    "-Djava.lang.invoke.InnerClassLambdaMetafactory.initializeLambdas=false",
    "-Djava.lang.invoke.MethodHandle.DONT_INLINE_THRESHOLD=-1",
    "-Djava.lang.invoke.MethodHandle.PROFILE_GWT=false",
    "--add-modules=ALL-DEFAULT",
    "--enable-native-access=org.graalvm.nativeimage.builder",
]
# They would change the builder's JVM, or make it print a line that says so.
DROPPED_VARIABLES = ("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")
BUILDER = "org.graalvm.nativeimage.builder/com.oracle.svm.hosted.NativeImageGeneratorRunner"


class Home:
    """The folder that stages/home.sh makes."""

    def __init__(self, path):
        self.java = os.path.join(path, "bin", "java")
        self.svm = os.path.join(path, "lib", "svm")
        self.version = self._line("version")
        self.jdk_version = self._line("jdk-version")

    def _line(self, name):
        with open(os.path.join(self.svm, name), encoding="utf-8") as file:
            return file.read().strip()

    def option_table(self):
        return OptionTable(os.path.join(self.svm, "options.tsv"))

    def jars(self):
        folder = os.path.join(self.svm, "builder")
        return sorted(os.path.join(folder, f) for f in os.listdir(folder) if f.endswith(".jar"))


def print_version(home):
    print("native-image %s" % home.version)
    print("GraalVM Runtime Environment assembled-%s (build %s)" % (home.version, home.jdk_version))
    print("Substrate VM assembled-%s (build %s, serial gc)" % (home.version, home.jdk_version))


def print_help(table):
    print("usage: native-image [-cp PATH] [options] MAINCLASS [NAME]")
    print("       native-image [-cp PATH] [options] -jar FILE [NAME]")
    print("       native-image -p PATH [options] -m MODULE[/MAINCLASS] [NAME]")
    print("Arguments are also read from @FILE and from the variable NATIVE_IMAGE_OPTIONS.")
    print("-D, -J, -H:, -R:, -E, --verbose, --dry-run and --exclude-config are as usual,")
    print("--target=linux-aarch64 where the home has been completed for it, and:")
    for line in table.help_lines():
        print(line)


def command(home, request, arguments):
    line = request.line
    target = Target(home.svm, line.target)
    jvm = JVM_OPTIONS + [
        "@" + os.path.join(home.svm, "exports.args"),
        "-Dorg.graalvm.version=" + home.version,
        "-Dorg.graalvm.vendor=assembled from package registries",
        "-Dorg.graalvm.vendorurl=none",
        "-Dorg.graalvm.vendorversion=assembled-" + home.version,
    ]
    patch = os.path.join(home.svm, "patch")
    if os.path.isdir(patch):
        jvm.append("--patch-module=org.graalvm.nativeimage.builder=" + patch)
    if line.added_modules:
        modules = ",".join(line.added_modules)
        jvm += ["-Dsvm.modulesupport.addedModules=" + modules, "--add-modules=" + modules]
    jvm += target.jvm_options + request.java_options
    jvm += ["--upgrade-module-path", os.path.join(home.svm, "upgrade")]
    jvm += ["--module-path", os.pathsep.join(home.jars()), "--module", BUILDER]

    image = []
    if request.class_path:
        image += ["-imagecp", os.pathsep.join(request.class_path)]
    if request.module_path:
        image += ["-imagemp", os.pathsep.join(request.module_path)]
    # The same command gives the same id, and so the same image.
    build_id = uuid.uuid5(uuid.NAMESPACE_OID, repr((arguments, request.class_path)))
    settings = {
        "CLibraryPath": target.c_libraries,
        "Path": request.folder,
        "Name": request.name,
        "ImageBuildID": build_id,
        "Module": line.module,
        "Class": line.main_class,
        **target.settings,
    }
    image += ["-H:%s@driver+api=%s" % setting for setting in settings.items() if setting[1]]
    return [home.java] + jvm + image + request.builder_options


def main(home_path, arguments):
    home = Home(home_path)
    table = home.option_table()
    request = ImageRequest(table, arguments)
    if request.line.wants_version or request.line.wants_help:
        print_version(home) if request.line.wants_version else print_help(table)
        return 0
    request.complete()
    java_command = command(home, request, arguments)
    if request.line.verbose or request.line.dry_run:
        print(" \\\n  ".join(shlex.quote(word) for word in java_command), flush=True)
    if request.line.dry_run:
        return 0
    environment = {key: value for key, value in os.environ.items() if key not in DROPPED_VARIABLES}
    environment.update(request.line.environment)
    environment["USE_NATIVE_IMAGE_JAVA_PLATFORM_MODULE_SYSTEM"] = "true"
    # The builder is of a JDK with Graal's own JVMCI version; a stock JDK's is enough.
    environment["JVMCI_VERSION_CHECK"] = "ignore"
    sys.stdout.flush()
    os.execve(home.java, java_command, environment)
