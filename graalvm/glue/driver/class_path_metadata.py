"""What jars and folders of classes tell native-image: META-INF/native-image and the manifest."""

import fnmatch
import os
import re
import zipfile

ROOT = "META-INF/native-image/"

# Configuration files that the builder reads itself once it is told their names.
CONFIGURATION_OPTIONS = {
    "reachability-metadata.json": "ReachabilityMetadataResources",
    "jni-config.json": "JNIConfigurationResources",
    "reflect-config.json": "ReflectionConfigurationResources",
    "resource-config.json": "ResourceConfigurationResources",
    "proxy-config.json": "DynamicProxyConfigurationResources",
    "serialization-config.json": "SerializationConfigurationResources",
    "serialization-deny-config.json": "SerializationDenyConfigurationResources",
    "predefined-classes-config.json": "PredefinedClassesConfigurationResources",
}


class Metadata:
    """The metadata of one class path entry, in the order of its resources' names."""

    def __init__(self, entry, excluded=()):
        self.configurations = []  # (option of the builder, resource)
        self.properties = []  # (folder below ROOT, properties)
        rules = [resource for jar, resource in excluded
                 if re.search(jar, entry) or fnmatch.fnmatch(os.path.basename(entry), jar)]
        for resource, read in sorted(_resources(entry), key=lambda found: found[0]):
            if any(re.search(rule, "/" + resource) for rule in rules):
                continue
            name = os.path.basename(resource)
            if name in CONFIGURATION_OPTIONS:
                self.configurations.append((CONFIGURATION_OPTIONS[name], resource))
            elif name == "native-image.properties":
                self.properties.append((os.path.dirname(resource), parse_properties(read())))


def _resources(entry):
    """Pairs of a resource's name and a function that reads it."""
    if os.path.isdir(entry):
        for folder, _, files in os.walk(os.path.join(entry, ROOT)):
            for name in files:
                path = os.path.join(folder, name)
                yield os.path.relpath(path, entry), lambda path=path: _read_file(path)
    elif zipfile.is_zipfile(entry):
        with zipfile.ZipFile(entry) as jar:
            for name in jar.namelist():
                if name.startswith(ROOT) and not name.endswith("/"):
                    yield name, lambda name=name: _read_member(entry, name)


def _read_file(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def _read_member(jar_path, name):
    with zipfile.ZipFile(jar_path) as jar:
        return jar.read(name).decode("utf-8")


def parse_properties(text):
    """A Java properties file, less its \\u escapes."""
    properties = {}
    for line in re.sub(r"\\\r?\n[ \t]*", "", text).splitlines():
        line = line.strip()
        if not line or line[0] in "#!":
            continue
        match = re.match(r"((?:\\.|[^\s:=\\])+)\s*[:=]?\s*(.*)", line)
        if match:
            key, value = (re.sub(r"\\(.)", r"\1", part) for part in match.groups())
            properties[key] = value
    return properties


def manifest(jar_path):
    """The main attributes of a jar's manifest."""
    try:
        text = _read_member(jar_path, "META-INF/MANIFEST.MF")
    except KeyError:
        return {}
    text = text.replace("\r\n", "\n").replace("\n ", "")
    main_section = text.split("\n\n")[0]
    return dict(line.split(": ", 1) for line in main_section.splitlines() if ": " in line)
