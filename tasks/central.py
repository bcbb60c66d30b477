#!/usr/bin/env python3
"""What Maven Central demands of a repository of releases: https://central.sonatype.org/publish/requirements

  central.py FOLDER [--signed]     names what is missing; exit 1 if anything is

Each jar has its sources and documentation, each pom what it must say, itself or by its parent in the same repository,
and each file its sums, and with --signed a signature.
"""

import hashlib
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

POM = "{http://maven.apache.org/POM/4.0.0}"
OF_ITS_OWN = ["modelVersion", "artifactId", "name", "description"]
OR_OF_THE_PARENT = ["groupId", "version", "url", "licenses/license/name", "licenses/license/url"]
OR_OF_THE_PARENT += ["developers/developer/name", "developers/developer/organization", "scm/connection", "scm/url"]
SUMS = {".md5": hashlib.md5, ".sha1": hashlib.sha1}


def value(pom, path):
    found = pom.find("/".join(POM + name for name in path.split("/")))
    return found is not None and "".join(found.itertext()).strip()


def parents(repository, pom):
    """The pom and those above it, as far as the repository has them."""
    while pom is not None:
        yield pom
        group, artifact, version = (value(pom, f"parent/{name}") for name in ("groupId", "artifactId", "version"))
        above = artifact and repository / group.replace(".", "/") / artifact / version / f"{artifact}-{version}.pom"
        pom = ElementTree.parse(above).getroot() if above and above.is_file() else None


def missing_in(repository, file):
    """Yields what the pom, or the files beside it, lack."""
    pom = ElementTree.parse(file).getroot()
    for path in OF_ITS_OWN:
        if not value(pom, path):
            yield f"{file.name} has no {path}"
    for path in OR_OF_THE_PARENT:
        if not any(value(each, path) for each in parents(repository, pom)):
            yield f"{file.name} has no {path}, and no parent with it"
    if value(pom, "packaging") != "pom":
        for end in (".jar", "-sources.jar", "-javadoc.jar"):
            if not file.with_name(file.stem + end).is_file():
                yield f"{file.stem}{end} is missing"


def missing_beside(file, signed):
    for end, sum_of in SUMS.items():
        beside = file.with_name(file.name + end)
        if not beside.is_file() or beside.read_text().split()[:1] != [sum_of(file.read_bytes()).hexdigest()]:
            yield f"{beside.name} is missing or wrong"
    if signed and not file.with_name(file.name + ".asc").is_file():
        yield f"{file.name}.asc is missing"


def main(folder, signed=None):
    repository = Path(folder)
    files = sorted(
        file
        for file in repository.rglob("*")
        if file.is_file() and file.suffix not in (*SUMS, ".asc") and not file.name.startswith("maven-metadata")
    )
    poms = [file for file in files if file.suffix == ".pom"]
    found = [line for pom in poms for line in missing_in(repository, pom)]
    found += [line for file in files for line in missing_beside(file, signed)]
    if not poms:
        found.append(f"{folder} has no poms")
    # An empty text would be a failure, too.
    sys.exit("\n".join(found) or None)


main(*sys.argv[1:])
