#!/usr/bin/env python3
"""The page of all tables that ./build.sh conformance makes.

  contract.py FOLDER     reads FOLDER/NAME.md and FOLDER/PART/NAME.md, writes FOLDER/README.md; run in the project's folder
"""

import re
import sys
from pathlib import Path

RUNTIMES = {
    "libhello-image": "libHello, image",
    "libhello-jvm": "libHello, JVM",
    "aws-java-client": "AWS's Java client",
    "lambda_runtime": "lambda_runtime",
    "aws-lambda-go": "aws-lambda-go",
    "aws-lambda-ric-node": "aws-lambda-ric, Node",
}
PARTS = {
    ".": "one invocation after the other",
    "streams": "streamed responses",
    "restore": "SnapStart",
    "concurrency": "several invocations at once",
    "streams-at-once": "streamed responses beside each other",
}
# Whoever fails this case has nothing of the part, and its other cases say nothing.
NEEDED = {
    "streams": "one byte",
    "restore": "the first call after init is /restore/next",
    "concurrency": "as many are open at once as there are places",
    "streams-at-once": "all are open at once, and each is its own",
}
# Where the version of each stands.
VERSIONS = {
    "aws-java-client": ("bench/java/pom.xml", r"runtime-interface-client</artifactId>\s*<version>(.+?)<"),
    "lambda_runtime": ("Cargo.lock", r'name = "lambda_runtime"\nversion = "(.+?)"'),
    "aws-lambda-go": ("bench/go/go.mod", r"aws-lambda-go v(\S+)"),
    "aws-lambda-ric-node": ("bench/node/package.json", r'"aws-lambda-ric": "(.+?)"'),
}
ROW = re.compile(r"^\| (.+?) \| (.+?) \| (ok|\*\*no\*\*) \| (.*) \|$", re.M)


def heading(name):
    file, pattern = VERSIONS.get(name, (None, None))
    version = re.search(pattern, Path(file).read_text()) if file else None
    return f"{RUNTIMES[name]} {version[1]}" if version else RUNTIMES[name]


def cases(table):
    """Group, name, whether it passed and what was seen, of each case."""
    return [(group, name, mark == "ok", seen) for group, name, mark, seen in ROW.findall(table.read_text())]


def cell(found, part, table, should):
    lacking = [seen for _, name, passed, seen in found if name == NEEDED.get(part) and not passed]
    if lacking:
        return f"[not supported]({table}): {lacking[0]}" if not should else "-"
    asked = [passed for group, _, passed, _ in found if group.endswith(", should") == should]
    return f"[{sum(asked)}]({table}) of {len(asked)}" if asked else "-"


def rows(folder):
    for part, title in PARTS.items():
        tables = {name: Path(part) / f"{name}.md" for name in RUNTIMES}
        found = {name: cases(folder / table) for name, table in tables.items() if (folder / table).exists()}
        for should in (False, True):
            if not any(group.endswith(", should") == should for asked in found.values() for group, *_ in asked):
                continue
            cells = [cell(found[name], part, tables[name], should) if name in found else "" for name in RUNTIMES]
            yield f"| {title}{', should' if should else ''} | {' | '.join(cells)} |"


def main(folder):
    folder = Path(folder)
    page = [
        "# The Runtime API's contract, asked of several runtimes",
        "",
        "How many cases each passed, by `./build.sh conformance`; behind each number is the table of what was seen. What a row",
        "with `should` asks for, Lambda does without. An inference of ours about the platform may be among the cases, so read the",
        "table before you quote a number. The functions are in `bench/`; each uses what its runtime offers without settings of",
        "its own, so none of the others handles SIGTERM.",
        "",
        f"| | {' | '.join(heading(name) for name in RUNTIMES)} |",
        "|---" * (len(RUNTIMES) + 1) + "|",
        *rows(folder),
    ]
    (folder / "README.md").write_text("\n".join(page) + "\n")


main(*sys.argv[1:])
