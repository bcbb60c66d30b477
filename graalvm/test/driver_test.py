"""Tests the driver's reading of command lines and of the class path's metadata."""

import contextlib
import io
import os
import sys
import tempfile
import unittest
import unittest.mock
import zipfile

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "glue", "driver"))

from builder_options import OptionTable  # noqa: E402
from class_path_metadata import parse_properties  # noqa: E402
from image_request import ImageRequest  # noqa: E402
from target import Target  # noqa: E402

# names, group, prefix, raw name, kind, separators, preset, transformers, help
TABLE = """\
no-fallback\t\t-H:\tFallbackThreshold\t=\t=\tfixed:0\tDefaultTransformer\tNo fallback.
shared\t\t-H:\tSharedLibrary\t+\t=\t\tDefaultTransformer\tA library.
serial\tgc\t-H:\tUseSerialGC\t+\t=\t\tDefaultTransformer\tThe serial collector.
-O\t\t-H:\tOptimize\t=\tNONE\t\tDefaultTransformer\tOptimizations.
-ea|-enableassertions\t\t-H:\tRuntimeAssertions\t=\t:\tdefault:\tEnable\tAssertions.
add-opens\t\t-H:\tAddOpens\t=\tSPACE =\t\tDefaultTransformer\tOpens.
initialize-at-build-time\t\t-H:\tClassInitialization\t=\t=\tdefault:\tInitializationValueBuildTime\tInit.
exit-handlers\t\t-R:\tExit\t-\t=\t\tDefaultTransformer\tOf the image.
"""


class DriverTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.table = OptionTable(self.write("options.tsv", TABLE))

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def jar(self, name, members):
        path = os.path.join(self.folder, name)
        with zipfile.ZipFile(path, "w") as jar:
            for member, text in members.items():
                jar.writestr(member, text)
        return path

    def complete(self, *arguments):
        request = ImageRequest(self.table, list(arguments))
        request.complete()
        return request

    def options(self, *arguments):
        return self.complete("-cp", self.folder, *arguments, "Main").builder_options

    def assert_stops(self, message, *arguments):
        errors = io.StringIO()
        with contextlib.redirect_stderr(errors), self.assertRaises(SystemExit) as stopped:
            self.complete(*arguments)
        self.assertEqual(2, stopped.exception.code)
        self.assertIn(message, errors.getvalue())

    def test_fixed_value(self):
        self.assertEqual(["-H:FallbackThreshold@user+api=0"], self.options("--no-fallback"))

    def test_group(self):
        self.assertEqual(["-H:+UseSerialGC@user+api"], self.options("--gc=serial"))

    def test_value_without_separator(self):
        self.assertEqual(["-H:Optimize@user+api=b"], self.options("-Ob"))

    def test_value_after_blank_or_equals_sign(self):
        expected = ["-H:AddOpens@user+api=a/b=ALL-UNNAMED"]
        self.assertEqual(expected, self.options("--add-opens", "a/b=ALL-UNNAMED"))
        self.assertEqual(expected, self.options("--add-opens=a/b=ALL-UNNAMED"))

    def test_each_part_of_a_value_is_transformed(self):
        self.assertEqual(["-H:ClassInitialization@user+api=a:build_time,b:build_time"],
                         self.options("--initialize-at-build-time=a,b"))

    def test_second_name_and_default_value(self):
        self.assertEqual(["-H:RuntimeAssertions@user+api=+"], self.options("-enableassertions"))
        self.assertEqual(["-H:RuntimeAssertions@user+api=+a..."], self.options("-ea:a..."))

    def test_run_time_option_has_no_origin(self):
        self.assertEqual(["-R:-Exit"], self.options("--exit-handlers"))

    def test_builder_form_gets_an_origin(self):
        self.assertEqual(["-H:+ReportExceptionStackTraces@user", "-R:MaxHeapSize=64m"],
                         self.options("-H:+ReportExceptionStackTraces", "-R:MaxHeapSize=64m"))

    def test_name_of_the_image(self):
        self.assertEqual("com.example.main", self.complete("com.example.Main").name)
        self.assertEqual("given", self.complete("Main", "given").name)
        self.assertEqual("chosen", self.complete("Main", "-o", "chosen").name)

    def test_folder_of_the_image(self):
        request = self.complete("Main", "-o", os.path.join(self.folder, "out"))
        self.assertEqual((self.folder, "out"), (request.folder, request.name))

    def test_class_path_wildcard(self):
        jars = [self.jar(name, {}) for name in ("b.jar", "a.jar")]
        request = self.complete("-cp", self.folder + "/*", "Main")
        self.assertEqual(sorted(jars), request.class_path)

    def test_jar(self):
        other = self.jar("other.jar", {})
        app = self.jar("app.jar", {"META-INF/MANIFEST.MF":
                                   "Main-Class: com.example.a\r\n .Main\r\nClass-Path: other.jar\r\n"
                                   "Add-Opens: java.base/java.lang\r\n\r\n"})
        request = self.complete("-jar", app)
        self.assertEqual("com.example.a.Main", request.line.main_class)
        self.assertEqual([app, other], request.class_path)
        self.assertEqual("app", request.name)
        self.assertEqual(["-H:AddOpens@user+api=java.base/java.lang=ALL-UNNAMED"],
                         request.builder_options)

    def test_module(self):
        self.jar("m.jar", {})
        request = self.complete("-p", self.folder, "-m", "m/a.Main")
        self.assertEqual(("m", "a.Main"), (request.line.module, request.line.main_class))
        self.assertEqual([], request.class_path)
        self.assertEqual("a.main", request.name)

    def test_shared_library_has_no_main_class(self):
        self.assertEqual("lib", self.complete("--shared", "-o", "lib").name)

    def test_argument_file(self):
        path = self.write("arguments", "# a comment\n--no-fallback -o 'a b'\n")
        request = self.complete("@" + path, "Main")
        self.assertEqual("a b", request.name)
        self.assertEqual(["-H:FallbackThreshold@user+api=0"], request.builder_options)

    def test_metadata_of_a_jar(self):
        app = self.jar("app.jar", {
            "META-INF/native-image/g/a/native-image.properties":
                "Args = --no-fallback \\\n  -H:Data=${.}/x\nImageName=app\nJavaArgs=-Dp=1\n",
            "META-INF/native-image/g/a/reflect-config.json": "[]"})
        request = self.complete("-cp", app, "-Ob", "Main")
        self.assertEqual("app", request.name)
        self.assertEqual(["-Dp=1"], request.java_options)
        self.assertEqual(["-H:FallbackThreshold@user+api=0",
                          "-H:Data@user=META-INF/native-image/g/a/x",
                          "-H:ReflectionConfigurationResources@user+api="
                          "META-INF/native-image/g/a/reflect-config.json",
                          "-H:Optimize@user+api=b"], sorted_as_found(request.builder_options))

    def test_metadata_of_a_folder_and_excluded_metadata(self):
        name = "META-INF/native-image/jni-config.json"
        self.write(name, "[]")
        self.assertEqual(["-H:JNIConfigurationResources@user+api=" + name], self.options())
        self.assertEqual([], self.options("--exclude-config", ".*", "jni-config.json"))

    def test_properties(self):
        self.assertEqual({"a": "b c", "d:e": "f"}, parse_properties("# x\na = b \\\n  c\nd\\:e:f\n"))

    def test_target(self):
        self.assertEqual("linux-aarch64", self.complete("--target=linux-aarch64", "Main").line.target)
        own = Target("svm", None)
        self.assertEqual(([], {}, "svm/clibraries/linux-amd64/glibc"),
                         (own.jvm_options, own.settings, own.c_libraries))

    def test_other_target(self):
        self.write("answers/linux-aarch64/PosixDirectives.cap", "")
        compiler = self.write("bin/aarch64-linux-gnu-gcc", "")
        os.chmod(compiler, 0o755)
        with unittest.mock.patch.dict(os.environ, PATH=os.path.dirname(compiler)):
            other = Target(self.folder, "linux-aarch64")
        self.assertIn("-Dsvm.targetArch=aarch64", other.jvm_options)
        self.assertEqual(compiler, other.settings["CCompilerPath"])
        self.assertEqual(self.folder + "/clibraries/linux-aarch64/glibc", other.c_libraries)

    def test_targets_that_cannot_be(self):
        self.assert_target_stops("there is no target darwin-aarch64", "darwin-aarch64")
        self.assert_target_stops("assemble.sh linux-aarch64 adds that", "linux-aarch64")
        self.write("answers/linux-aarch64/PosixDirectives.cap", "")
        with unittest.mock.patch.dict(os.environ, PATH=self.folder):
            self.assert_target_stops("install -y gcc-aarch64-linux-gnu", "linux-aarch64")

    def assert_target_stops(self, message, name):
        errors = io.StringIO()
        with contextlib.redirect_stderr(errors), self.assertRaises(SystemExit):
            Target(self.folder, name)
        self.assertIn(message, errors.getvalue())

    def test_what_cannot_be(self):
        self.assert_stops("unrecognized option: --nonsense", "--nonsense", "Main")
        self.assert_stops("say which class", "-cp", self.folder)
        self.assert_stops("too many arguments: c", "A", "b", "c")
        self.assert_stops("only in a GraalVM distribution", "--pgo-instrument", "Main")
        self.assert_stops("-cp needs a value", "-cp")
        self.assert_stops("no argument file", "@" + self.folder + "/missing")
        self.assert_stops("no Main-Class", "-jar", self.jar("x.jar", {}))


def sorted_as_found(options):
    """Properties come before configuration files; by hand given options stay last."""
    return sorted(options[:-1], key=lambda option: "Configuration" in option) + options[-1:]


if __name__ == "__main__":
    result = unittest.main(exit=False, verbosity=0).result
    bad = len(result.failures) + len(result.errors)
    print("%d passed, %d failed" % (result.testsRun - bad, bad))
    sys.exit(bad != 0)
