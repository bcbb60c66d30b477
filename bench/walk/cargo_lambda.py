"""The same in Rust by cargo-lambda, as its own pages show it.

Its templates and sample events come from the network. Where they cannot be had, what lies beside this file and an event
of the local Lambda's in cargo-lambda's cache stand in for them, and what is typed stays the same.
"""

import json
import re
import shutil
from pathlib import Path

HANDLER = "src/http_handler.rs"
EXAMPLE = "apigw-request"
INVOKE = f"cargo lambda invoke --data-example {EXAMPLE}"
TEMPLATE = Path(__file__).resolve().parent / "rust"
EVENT = Path(__file__).resolve().parents[2] / "rust/emulator/examples/apigw-v1.json"


def prepare(cache):
    """The event where the tool keeps those that it has fetched before."""
    kept = Path(cache) / f"cargo-lambda/invoke-fixtures/example-{EXAMPLE}.json"
    kept.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(EVENT, kept)
    # What is added and not typed: the template, and that nobody else is served.
    preamble = f"""cargo() {{
      case $2 in
        new) set -- "$@" --template {TEMPLATE} ;;
        watch) set -- "$@" --invoke-address ::1 ;;
      esac
      command cargo "$@"
    }}"""
    return preamble, {"XDG_CACHE_HOME": str(cache)}


def project(terminal, aws):
    terminal.step("a project")
    terminal.type("cargo lambda new --http greeter")
    terminal.type("cd greeter")


def invoke(terminal, aws):
    terminal.step("serve it, and send an event of AWS's")
    terminal.serve("cargo lambda watch", r"starting Runtime server")
    answer = json.loads(terminal.type(INVOKE))
    terminal.expect("it greets", re.match("Hello, .*!", answer["body"]))


def change(terminal, aws):
    terminal.step("a change, until its answer")
    terminal.edit(HANDLER, "Hello,", "Welcome,")
    terminal.type_until(INVOKE, "Welcome, ")
    terminal.interrupt()


def tests(terminal, aws):
    terminal.step("tests")
    tested = terminal.type("cargo test")
    terminal.expect("2 tests passed", "2 passed; 0 failed" in tested)


def package(terminal, aws):
    terminal.step("the package")
    terminal.type("cargo lambda build --release")
    built = terminal.folder / "target/lambda/greeter/bootstrap"
    terminal.expect("the executable is there", built.is_file())


def deploy(terminal, aws):
    terminal.step("deploy")
    terminal.type("cargo lambda deploy")
    function = aws("lambda", "get-function-configuration", "--function-name", "greeter")
    terminal.expect("the function is there", function["Runtime"] == "provided.al2023")
    terminal.deployed = function["CodeSize"]


STEPS = [project, invoke, change, tests, package, deploy]
