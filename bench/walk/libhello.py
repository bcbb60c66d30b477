"""From an empty folder to a deployed function by the Maven plugin, as docs/walk.md shows it."""

import json
import re
import zipfile

PLUGIN = "io.github.libhello:libhello-maven-plugin"
HANDLER = "src/main/java/com/example/HelloHandler.java"
TESTS = "src/test/java/com/example/"
INVOKE = "target/libhello/lambda-emulator invoke greeter --data-example apigw-v2"


def project(terminal, aws):
    terminal.step("a project")
    terminal.type(f"mvn {PLUGIN}:new -DartifactId=greeter")
    terminal.type("cd greeter")


def invoke(terminal, aws):
    terminal.step("serve it, and send an event of AWS's")
    terminal.serve("mvn libhello:watch", r"serving greeter on http")
    answer = json.loads(terminal.type(INVOKE))
    terminal.expect("it greets", re.match("Hello, .*!", answer["body"]))


def change(terminal, aws):
    terminal.step("a change, until its answer")
    terminal.edit(HANDLER, "Hello,", "Welcome,")
    answer = json.loads(terminal.type(INVOKE))
    terminal.expect("the answer is the new one", re.match("Welcome, .*!", answer["body"]))
    terminal.interrupt()


def package(terminal, aws):
    terminal.step("tests on the JVM, and the package")
    for test in ("HelloFunctionTest.java", "HelloHandlerTest.java"):
        terminal.edit(TESTS + test, "Hello,", "Welcome,")
    tested = terminal.type("mvn package")
    terminal.expect("3 tests passed, one of them of the running function", has_passed(tested, 3))
    with zipfile.ZipFile(zip_of(terminal)) as files:
        terminal.expect("the zip is there", sorted(files.namelist()) == ["bootstrap", "libHello.so"])


def image(terminal, aws):
    terminal.step("the same tests of the image")
    tested = terminal.type("mvn surefire:test -Dlibhello.image")
    terminal.expect("the same tests passed with the image", has_passed(tested, 3))


def deploy(terminal, aws):
    terminal.step("deploy")
    terminal.type("mvn libhello:deploy")
    function = aws("lambda", "get-function-configuration", "--function-name", "greeter", "--qualifier", "live")
    found = function["Runtime"], function["Handler"], function["CodeSize"]
    wanted = "provided.al2023", "bootstrap", zip_of(terminal).stat().st_size
    terminal.expect("the function is there with the package", found == wanted)
    terminal.expect("its role is its own", function["Role"].endswith(":role/libhello-greeter"))
    terminal.deployed = function["CodeSize"]


STEPS = [project, invoke, change, package, image, deploy]


def zip_of(terminal):
    return terminal.folder / "target/lambda.zip"


def has_passed(output, number):
    return re.search(rf"Tests run: {number}, Failures: 0, Errors: 0, Skipped: 0$", output, re.MULTILINE)
