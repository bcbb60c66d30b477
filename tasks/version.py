#!/usr/bin/env python3
"""The project's version: pom.xml has it, and every other place repeats it.

  version.py show       prints it
  version.py check      names every place that has another one; exit 1 if there is any
  version.py set NEW    writes it to every place

The places: the poms below the parent and those of the examples, the workspace of Cargo.toml, our own packages in every Cargo.lock, and
the pages that show how to depend on the project. Works on the current folder.
"""

import os
import re
import sys
from pathlib import Path

SEMANTIC = re.compile(r"\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?")
LEFT_OUT = {".git", "dist", "node_modules", "results", "target"}
# Group 1 and 2 surround the version.
PARENT = r"(<artifactId>libhello-parent</artifactId>\s*<version>)[^<]+(</version>)"
WORKSPACE = r'(\[workspace\.package\]\n(?:[^\[].*\n)*?version = ")[^"]+(")'
# A package of ours has no source. Those that are never published have no version either, and are locked as 0.0.0.
LOCKED = r'(\[\[package\]\]\nname = "[^"]+"\nversion = ")(?!0\.0\.0")[^"]+("\n(?!source))'
DEPENDENCY = r"(<artifactId>libhello-[\w-]+</artifactId>\s*<version>)[^<$@]+(</version>)"
ARCHETYPE = r"(-DarchetypeVersion=)[\w.-]+()"
COORDINATES = r"(libhello-[a-z-]+[:-])\d[\w.-]*?\d(?=\.jar|[^\w.-]|$)()"


def places(root):
    """Yields each file that may have the version, with the patterns that find it there."""
    for folder, below, files in os.walk(root):
        below[:] = sorted(set(below) - LEFT_OUT)
        for path in (Path(folder, name) for name in sorted(files)):
            if path.name == "pom.xml":
                yield path, [PARENT, DEPENDENCY]
            elif path == root / "Cargo.toml":
                yield path, [WORKSPACE]
            elif path.name == "Cargo.lock":
                yield path, [LOCKED]
            elif path.suffix == ".md" and path.name != "CHANGELOG.md":
                yield path, [DEPENDENCY, ARCHETYPE, COORDINATES]


def written(text, patterns, version):
    for pattern in patterns:
        text = re.sub(pattern, lambda found: f"{found[1]}{version}{found[2]}", text, flags=re.M)
    return text


def current(root):
    found = re.search(PARENT, (root / "pom.xml").read_text())
    return found[0][len(found[1]) : -len(found[2])]


def differing(root, version):
    """Yields file and line of every place with another version."""
    for path, patterns in places(root):
        text = path.read_text()
        wanted = written(text, patterns, version)
        for number, (here, there) in enumerate(zip(text.splitlines(), wanted.splitlines(), strict=True), 1):
            if here != there:
                yield f"{path.relative_to(root)}:{number}: {here.strip()}"


def main(task="show", new=None):
    root = Path.cwd()
    if task == "show":
        print(current(root))
    elif task == "check":
        found = list(differing(root, current(root)))
        if found:
            sys.exit("\n".join([f"pom.xml has version {current(root)}, but:", *found]))
    elif task == "set" and new and SEMANTIC.fullmatch(new):
        for path, patterns in list(places(root)):
            text = path.read_text()
            if (wanted := written(text, patterns, new)) != text:
                path.write_text(wanted)
                print(path.relative_to(root))
    else:
        sys.exit(f"a version is like 1.2.3 or 1.2.3-beta.1, not {new or 'empty'}")


main(*sys.argv[1:])
