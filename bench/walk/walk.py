#!/usr/bin/env python3
"""From an empty folder to a deployed function: what is typed, and how long it takes.

  walk.py libhello REPOSITORY               once, as a test
  walk.py record REPOSITORY FOLDER          libHello's and cargo-lambda's, each after one that has filled the caches
                                            of WALK_CACHE; FOLDER gets walk.json and walk.md

REPOSITORY has libHello's jars as a release publishes them. Takes mvn, aws and moto_server from the PATH, and for a
record cargo and cargo-lambda. The account is moto's; nothing talks to AWS.
"""

import json
import os
import platform
import re
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import cargo_lambda
import libhello
from report import table
from terminal import Failed, Terminal

PORT = 9000
PAGE = Path(__file__).resolve().parents[2] / "docs/walk.md"


class Account:
    """One of moto's, and no other: neither the machine's settings nor its credentials are looked at."""

    def __init__(self, work):
        self.log = work / "moto.log"
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        self.environment |= {
            "AWS_CONFIG_FILE": str(work / "none"),
            "AWS_SHARED_CREDENTIALS_FILE": str(work / "none"),
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_REGION": "us-east-1",
            "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",
        }

    def __enter__(self):
        with self.log.open("w") as log:
            command = ["moto_server", "-H", "127.0.0.1", "-p", "0"]
            self.server = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)
        for _ in range(600):
            found = re.search(r"http://127\.0\.0\.1:\d+", self.log.read_text())
            if found:
                self.environment["AWS_ENDPOINT_URL"] = found[0]
                return self
            time.sleep(0.1)
        self.server.kill()
        raise Failed(f"moto_server serves nothing: {self.log.read_text()}")

    def __exit__(self, *_):
        self.server.terminate()
        self.server.wait()

    def ask(self, *words):
        command = ["aws", *words, "--output", "json"]
        return json.loads(subprocess.run(command, env=self.environment, check=True, stdout=subprocess.PIPE).stdout)


def maven(repository, cache):
    """Where a stranger's Maven finds what is not on Maven Central yet; none of it is typed."""
    settings = cache / "settings.xml"
    places = "".join(
        f"<{kind}ies><{kind}y><id>released</id><url>file://{repository}</url></{kind}y></{kind}ies>"
        for kind in ("repositor", "pluginRepositor")
    )
    settings.write_text(
        f"<settings><profiles><profile><id>released</id>{places}</profile></profiles>"
        "<activeProfiles><activeProfile>released</activeProfile></activeProfiles></settings>"
    )
    return f'mvn() {{ command mvn -B -ntp -s {settings} -Dmaven.repo.local={cache}/m2 "$@"; }}'


def walk(name, work, cache, repository):
    """One walk in an empty folder; its steps, and the size of what was deployed."""
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", PORT)) == 0:
            raise Failed(f"something listens on port {PORT}, which both tools take; end it, then repeat")
    print(f"{name}:", flush=True)
    with Account(work) as account:
        environment = dict(account.environment)
        if name == "libHello":
            preamble, steps = maven(repository, cache), libhello.STEPS
        else:
            preamble, more = cargo_lambda.prepare(cache)
            environment |= more
            steps = cargo_lambda.STEPS
        folder = Path(tempfile.mkdtemp(prefix="walk-", dir=work)) / "empty"
        folder.mkdir()
        terminal = Terminal(folder, environment, preamble)
        before = os.getloadavg()[0]
        try:
            for step in steps:
                step(terminal, account.ask)
        finally:
            terminal.interrupt()
    return {
        "name": name,
        "package_bytes": terminal.deployed,
        "load_before_and_after": [before, os.getloadavg()[0]],
        "steps": [vars(step) | {"characters": step.characters()} for step in terminal.steps],
    }


def require_shown(taken):
    """The page tells whoever reads it to type what was typed here."""
    page = PAGE.read_text()
    for step in taken["steps"]:
        for command in step["commands"]:
            if command not in page:
                raise Failed(f"docs/walk.md does not show: {command}")


def first_line(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, text=True).stdout.split("\n")[0].strip()


def machine():
    processor = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    return {
        "processor": processor[1] if processor else platform.machine(),
        "cores": os.cpu_count(),
        "kernel": platform.release(),
        "memory_mib": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20,
    }


def record(work, cache, repository, folder):
    walks = []
    for name in ("libHello", "cargo-lambda"):
        walk(name, work, cache, repository)
        walks.append(walk(name, work, cache, repository))
    made = {
        "date": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "machine": machine(),
        "notes": {
            "JDK": first_line(f"{os.environ['JAVA_HOME']}/bin/java", "--version"),
            "Maven": re.sub(r"\x1b\[[0-9;]*m", "", first_line("mvn", "--version")),
            "Rust": first_line("rustc", "--version"),
            "cargo-lambda": first_line("cargo", "lambda", "--version"),
        },
        "walks": walks,
    }
    (folder / "walk.json").write_text(json.dumps(made, indent=2) + "\n")
    (folder / "walk.md").write_text(table(walks))


def main(task, repository, folder=None):
    repository = Path(repository).resolve()
    with tempfile.TemporaryDirectory() as made:
        work = Path(made)
        cache = Path(os.environ.get("WALK_CACHE", work / "cache"))
        cache.mkdir(parents=True, exist_ok=True)
        try:
            if task == "record":
                record(work, cache, repository, Path(folder))
            else:
                taken = walk("libHello", work, cache, repository)
                require_shown(taken)
                print(f"{len(taken['steps'])} passed, 0 failed")
        except Failed as failed:
            for log in sorted(work.glob("walk-*/*.log")):
                print(log.read_text()[-6000:])
            sys.exit(f"walk: {failed}")


if __name__ == "__main__":
    main(*sys.argv[1:])
