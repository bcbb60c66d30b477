#!/usr/bin/env python3
"""The project's pages against the project.

  pages.py check TASKS OPTIONS     holds every page against the tree: links, paths, tests, tasks, options
  pages.py blocks PAGE KIND        prints the blocks of a page: java, pom, or shell with their markers

TASKS has the output of `./build.sh help`, OPTIONS that of lambda-emulator's --help. Each check is a line,
`ok` or `FAILED`, as docs/test.sh counts them.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FENCE = re.compile(r"^```(\w*)$")
MARKER = re.compile(r"^<!-- (run.*) -->$")
# What follows `lambda-emulator` in a page and is an option of another program.
OTHERS = {"--cli-binary-format"}


def pages():
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "*.md"], cwd=ROOT, capture_output=True)
    found = [ROOT / name for name in listed.stdout.decode().split()] if listed.returncode == 0 else ROOT.rglob("*.md")
    return sorted(page for page in found if page.exists())


def blocks(page):
    """Yields language, marker, text and line of each fenced block."""
    marker, language, text, start = "", None, [], 0
    for number, line in enumerate(page.read_text().splitlines(), 1):
        fence = FENCE.match(line.strip())
        if language is None and fence:
            language, text, start = fence[1], [], number
        elif language is not None and line.strip() == "```":
            yield language, marker, "\n".join(text) + "\n", start
            language, marker = None, ""
        elif language is not None:
            text.append(line)
        elif line.strip():
            found = MARKER.match(line.strip())
            marker = found[1] if found else ""


def prose(page):
    """The page without its fenced blocks."""
    return re.sub(r"^```.*?^```$", "", page.read_text(), flags=re.M | re.S)


def anchors(page):
    headings = re.findall(r"^#+ (.+)$", prose(page), flags=re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(page):
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`]*`", "", prose(page))):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists():
            yield f"{target} does not exist"
        elif anchor and file.suffix == ".md" and anchor not in anchors(file):
            yield f"{target}: no such heading"


def missing_tests(page):
    """A promise is a list item; after `Tests:` stand paths, and after a path the tests in it."""
    for item in re.split(r"^- ", prose(page), flags=re.M)[1:]:
        promise, found, tests = item.partition("Tests:")
        if not found:
            yield f"no test is named for: {promise.split(chr(10))[0]}"
        file = None
        for name in re.findall(r"`([^`]+)`", tests.split("\n\n")[0]):
            if name.startswith("./build.sh"):
                file = None
            elif "/" in name:
                file = ROOT / name
                if not file.is_file():
                    yield f"{name} does not exist"
                    file = None
            elif file and not re.search(rf"\b{re.escape(name)}\b", file.read_text()):
                yield f"{file.relative_to(ROOT)} has no {name}"


def unknown_tasks(page, tasks):
    known = set(re.findall(r"^  ([a-z0-9]+)  ", tasks, flags=re.M))
    for name in re.findall(r"\./build\.sh ([a-z0-9]+)", page.read_text()):
        if name not in known:
            yield f"./build.sh {name} is no task"


def unknown_options(page, help_text):
    known = set(re.findall(r"--[a-z][a-z-]*", help_text)) | OTHERS
    text = page.read_text().replace("\\\n", " ")
    calls = [call.split(" -- ")[0] for call in re.findall(r"lambda-emulator\b([^`\n]*)", text)]
    if page.parent.name == "emulator":
        calls += re.findall(r"`(--[^`]+)`", text)
    for option in re.findall(r"(?<!\S)--[a-z][a-z-]*", " ".join(calls)):
        if option not in known:
            yield f"{option} is no option of lambda-emulator"


def unmarked_commands(page):
    for language, marker, _, line in blocks(page):
        if language == "sh" and not marker:
            yield f"line {line}: no marker says who runs this"
        elif marker.startswith("run by ") and not (ROOT / marker[7:]).exists():
            yield f"line {line}: {marker[7:]} does not exist"


def check(tasks, options):
    ours = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")] + sorted(ROOT.glob("docs/*.md"))
    checks = [("links", pages(), broken_links)]
    checks += [("tests", [ROOT / "SPECIFICATION.md"], missing_tests)]
    workflows = sorted(ROOT.glob(".github/workflows/*.yml"))
    checks += [("tasks of build.sh", pages() + workflows, lambda page: unknown_tasks(page, tasks))]
    checks += [("options of lambda-emulator", pages(), lambda page: unknown_options(page, options))]
    checks += [("commands", ours, unmarked_commands)]
    for name, held, problems in checks:
        found = [f"{page.relative_to(ROOT)}: {problem}" for page in held for problem in problems(page)]
        print(f"  FAILED  {name}" if found else f"  ok      {name} in {len(held)} pages")
        for line in found:
            print(f"    {line}")


def main(task, *rest):
    if task == "check":
        check(*(Path(file).read_text() for file in rest))
        return
    page, kind = Path(rest[0]), rest[1]
    for language, marker, text, _ in blocks(page):
        if (kind, language) == ("java", "java") or (kind == "pom" and language == "xml" and "<project" in text):
            print(text, end="\0")
        elif (kind, language) == ("shell", "sh") and not marker.startswith("run by"):
            print(f"{marker}\n{text}", end="\0")


main(*sys.argv[1:])
