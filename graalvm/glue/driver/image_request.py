"""Completes a command line: main class, name, paths, and what the class path's metadata adds."""

import os
import shlex

from class_path_metadata import ROOT, Metadata, manifest
from command_line import CommandLine, stop


class ImageRequest:
    def __init__(self, table, arguments):
        self.table = table
        self.line = CommandLine(table)
        self.line.read(shlex.split(os.environ.get("NATIVE_IMAGE_OPTIONS", "")) + arguments)

    def complete(self):
        line = self.line
        self.builder_options, self.java_options = [], []
        if line.jar:
            self._use_jar()
        if line.rest and not line.main_class and not line.module:
            line.main_class = line.rest.pop(0)
        if line.rest:
            line.name = line.name or line.rest.pop(0)
        if line.rest:
            stop("too many arguments: " + " ".join(line.rest))
        if not line.class_path and not line.module_path:
            line.class_path = [os.environ.get("CLASSPATH") or "."]
        self.class_path = _absolute(_expand_wildcards(line.class_path))
        self.module_path = _absolute(line.module_path)
        for entry in self.class_path + list(_modules_in(self.module_path)):
            self._use_metadata(entry)

        # Options given by hand come last, where they win over those that jars ask for.
        self.builder_options += line.builder_options
        self.java_options += line.java_options
        is_shared = any(o.startswith("-H:+SharedLibrary") for o in self.builder_options)
        if not (line.main_class or line.module or is_shared):
            stop("say which class has the main method; --help lists the options")
        default_name = (line.main_class or line.module or "").lower()
        name = line.name or default_name or stop("a shared library needs a name: -o NAME")
        self.folder, self.name = os.path.split(os.path.abspath(name))

    def _use_jar(self):
        line = self.line
        if not os.path.isfile(line.jar):
            stop("there is no file " + line.jar)
        attributes = manifest(line.jar)
        line.main_class = line.main_class or attributes.get("Main-Class") or stop(
            "the manifest of %s has no Main-Class" % line.jar)
        folder = os.path.dirname(os.path.abspath(line.jar))
        line.class_path.append(line.jar)
        line.class_path += [os.path.join(folder, entry)
                            for entry in attributes.get("Class-Path", "").split()]
        for attribute, option in (("Add-Exports", "AddExports"), ("Add-Opens", "AddOpens")):
            for package in attributes.get(attribute, "").split():
                self.builder_options.append("-H:%s@user+api=%s=ALL-UNNAMED" % (option, package))
        if "Enable-Native-Access" in attributes:
            self.builder_options.append("-H:EnableNativeAccess@user+api=ALL-UNNAMED")
        if not line.name and not line.rest:
            line.name = os.path.splitext(os.path.basename(line.jar))[0]

    def _use_metadata(self, entry):
        metadata = Metadata(entry, self.line.excluded)
        for option, resource in metadata.configurations:
            argument = "-H:%s@user+api=%s" % (option, resource)
            # The builder looks a resource up in all of the class path at once.
            if argument not in self.builder_options:
                self.builder_options.append(argument)
        for folder, properties in metadata.properties:
            self._use_properties(folder, properties)

    def _use_properties(self, folder, properties):
        variable = self.line.variables.get(folder[len(ROOT):], "")
        arguments, java_arguments = (
            shlex.split(properties.get(key, "").replace("${.}", folder).replace("${*}", variable))
            for key in ("Args", "JavaArgs"))
        asked = CommandLine(self.table)
        asked.read(arguments)
        self.builder_options += asked.builder_options
        self.java_options += java_arguments + asked.java_options
        self.line.added_modules += asked.added_modules
        self.line.main_class = self.line.main_class or asked.main_class
        self.line.name = self.line.name or asked.name or properties.get("ImageName")


def _expand_wildcards(entries):
    for entry in entries:
        if os.path.basename(entry) != "*":
            yield entry
            continue
        folder = os.path.dirname(entry) or "."
        if os.path.isdir(folder):
            yield from sorted(os.path.join(folder, name) for name in os.listdir(folder)
                              if name.lower().endswith(".jar"))


def _absolute(entries):
    """Absolute and each once; as for java, what is not there does not count."""
    return list(dict.fromkeys(os.path.abspath(e) for e in entries if os.path.exists(e)))


def _modules_in(module_path):
    """A module path may name modules, or folders of modular jars and of exploded modules."""
    for entry in module_path:
        if os.path.isfile(entry) or os.path.exists(os.path.join(entry, "module-info.class")):
            yield entry
        else:
            yield from sorted(os.path.join(entry, name) for name in os.listdir(entry))
