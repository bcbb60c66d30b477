"""native-image's command line: its own options here, the builder's through their table."""

import os
import re
import shlex
import sys

CLASS_PATH = ("-cp", "-classpath", "--class-path")
MODULE_PATH = ("-p", "--module-path")
MODULE = ("-m", "--module")
WITH_VALUE = CLASS_PATH + MODULE_PATH + MODULE + ("-jar", "--add-modules", "--limit-modules")
NOT_HERE = ("--pgo", "--bundle-", "--diagnostics-mode", "--gc=G1", "--agentlib", "--debug-attach")
IGNORED = ("--no-server",)


def stop(message):
    sys.stderr.write("native-image: %s\n" % message)
    sys.exit(2)


class CommandLine:
    """What a command line, or the Args of a native-image.properties file, asks for."""

    def __init__(self, table):
        self.table = table
        self.class_path, self.module_path, self.added_modules = [], [], []
        self.jar = self.module = self.main_class = self.name = self.target = None
        self.rest = []  # main class and name of the image
        self.builder_options, self.java_options = [], []
        self.environment, self.variables, self.excluded = {}, {}, []
        self.verbose = self.dry_run = self.wants_version = self.wants_help = False

    def read(self, arguments, origin="user"):
        arguments = list(arguments)
        while arguments:
            self._expand_file(arguments)
            if arguments:
                self._read_one(arguments, origin)

    @staticmethod
    def _expand_file(arguments):
        first = arguments[0]
        if not first.startswith("@"):
            return
        if not os.path.isfile(first[1:]):
            stop("there is no argument file " + first[1:])
        with open(first[1:], encoding="utf-8") as file:
            arguments[0:1] = shlex.split(file.read(), comments=True)

    def _read_one(self, arguments, origin):
        taken = (self._read_paths(arguments) or self._read_flag(arguments)
                 or self._read_pass_through(arguments, origin))
        if taken:
            return
        option = self.table.take(arguments, origin + "+api")
        if option:
            self.builder_options.append(option)
        elif arguments[0].startswith("-"):
            stop("unrecognized option: " + arguments[0])
        else:
            self.rest.append(arguments.pop(0))

    def _read_paths(self, arguments):
        key, equals, value = arguments[0].partition("=")
        if key not in WITH_VALUE or (equals and not key.startswith("--")):
            return False
        arguments.pop(0)
        if not equals:
            value = arguments.pop(0) if arguments else stop(key + " needs a value")
        if key in CLASS_PATH:
            self.class_path += [entry or "." for entry in value.split(os.pathsep)]
        elif key in MODULE_PATH:
            self.module_path += [entry for entry in value.split(os.pathsep) if entry]
        elif key in MODULE:
            self.module, _, self.main_class = value.partition("/")
        elif key == "-jar":
            self.jar = value
        elif key == "--add-modules":
            self.added_modules += value.split(",")
        else:
            self.java_options.append("-Dsvm.modulesupport.limitedModules=" + value)
        return True

    def _read_flag(self, arguments):
        first = arguments[0]
        if first == "--verbose":
            self.verbose = True
        elif first == "--dry-run":
            self.dry_run = True
        elif first.startswith("--target="):
            self.target = first[len("--target="):]
        elif first in ("--version", "-version"):
            self.wants_version = True
        elif first in ("--help", "--help-extra", "-h", "-?"):
            self.wants_help = True
        elif first == "--enable-preview":
            self.java_options.append(first)
        elif first == "-o" and len(arguments) > 1:
            self.name = arguments.pop(1)
        elif first == "--exclude-config" and len(arguments) > 2:
            self.excluded.append((arguments.pop(1), arguments.pop(1)))
        elif first.startswith(NOT_HERE):
            stop(first + " is not available in this assembly, only in a GraalVM distribution")
        elif first not in IGNORED:
            return False
        arguments.pop(0)
        return True

    def _read_pass_through(self, arguments, origin):
        """Options for the builder's JVM, for its environment, or in the builder's own form."""
        first = arguments[0]
        if first.startswith("-D"):
            self.java_options.append(first)
        elif first.startswith("-J") and len(first) > 2:
            self.java_options.append(first[2:])
        elif first.startswith("-E") and len(first) > 2:
            key, equals, value = first[2:].partition("=")
            self.environment[key] = value if equals else os.environ.get(key, "")
        elif first.startswith("-V") and "=" in first:
            key, _, value = first[2:].partition("=")
            self.variables[key] = value
        elif first.startswith("-H:Name="):
            self.name = first[len("-H:Name="):]
        elif first.startswith("-H:Class="):
            self.main_class = first[len("-H:Class="):]
        elif first.startswith(("-H:", "-R:")):
            option, mark, value = re.match(r"(-[HR]:[+-]?[\w.]+)(@[^=]*)?(.*)", first).groups()
            if not mark:
                mark = "@" + origin if first.startswith("-H:") else ""
            self.builder_options.append(option + mark + value)
        else:
            return False
        arguments.pop(0)
        return True
