//! `--functions`: several functions of a file, and what is wrong with one.

use crate::{
    command_line::{Folder, emulator},
    function::{ECHO, runs},
    http::Client,
};
use rustix::process::{Pid, Signal, kill_process};
use std::{
    fs,
    io::{BufRead, BufReader},
    net::SocketAddr,
    process::{Child, ChildStderr, Stdio},
};

/// What `--functions` serves, of a folder with the function's program beside the file.
pub(crate) struct Served {
    child: Child,
    lines: std::io::Lines<BufReader<ChildStderr>>,
    pub(crate) told: Vec<String>,
    pub(crate) address: SocketAddr,
    pub(crate) folder: Folder,
}

impl Served {
    /// Reads the first `lines` lines that the server prints.
    pub(crate) fn start(content: &str, lines: usize) -> Self {
        let folder = project(content);
        let file = folder.path("functions.toml");
        let mut child = emulator(&["--port", "0", "--functions", file.to_str().unwrap()])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut read = BufReader::new(child.stderr.take().unwrap()).lines();
        let console = |line: &String| line.starts_with("lambda-emulator: console on ");
        let told: Vec<String> = read
            .by_ref()
            .map(Result::unwrap)
            .filter(|line| !console(line))
            .take(lines)
            .collect();
        let address = told[0]
            .split("http://")
            .nth(1)
            .and_then(|rest| rest.split('/').next());
        Served {
            address: address.unwrap_or_else(|| panic!("{told:?}")).parse().unwrap(),
            child,
            lines: read,
            told,
            folder,
        }
    }

    pub(crate) fn invoke(&self, name: &str, event: &str) -> String {
        let path = format!("/2015-03-31/functions/{name}/invocations");
        Client::to(self.address)
            .call("POST", &path, "", event.as_bytes())
            .text()
    }

    /// The next line of the log with this in it.
    pub(crate) fn line(&mut self, part: &str) -> String {
        let mut lines = self.lines.by_ref().map(Result::unwrap);
        lines.find(|line| line.contains(part)).unwrap()
    }

    fn end(&mut self) -> Option<i32> {
        kill_process(Pid::from_child(&self.child), Signal::INT).unwrap();
        self.child.wait().unwrap().code()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What is wrong with a file in which one thing was replaced is one sentence, with this in it.
pub(crate) fn is_told(content: &str, (right, wrong, told): (&str, &str, &str)) {
    assert!(content.contains(right), "{right}");
    let folder = project(&content.replacen(right, wrong, 1));
    let output = emulator(&["--port", "0", "--functions", "functions.toml"])
        .current_dir(folder.path(""))
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.starts_with("lambda-emulator: functions.toml"), "{said}");
    assert!(said.contains(told), "{told}: {said}");
    assert_eq!(said.trim_end().lines().count(), 1, "{said}");
}

pub(crate) fn project(content: &str) -> Folder {
    let folder = Folder::new();
    fs::create_dir(folder.path("bin")).unwrap();
    fs::copy(ECHO, folder.path("bin/echo-function")).unwrap();
    folder.file("functions.toml", content);
    folder
}

const TWO: &str = r#"
[function.orders]
command = "bin/echo-function"
memory = 256
timeout = 60
init-timeout = 60
handler = "a.B"
concurrency = 2
when-busy = "reject"
environment = { STAGE = "dev" }
url = true

[function.bills]
command = ["sh", "-c", "echo pid $$; echo half; exec bin/echo-function"]
timeout = 60
init-timeout = 60
"#;

#[test]
fn each_function_has_what_its_entry_says() {
    let mut served = Served::start(TWO, 2);
    let at = served.address;
    assert_eq!(
        served.told[0],
        format!(
            "lambda-emulator: serving orders, bills on http://{at}/2015-03-31/functions/NAME/invocations; end it with Ctrl-C"
        )
    );
    assert_eq!(
        served.told[1],
        format!("lambda-emulator: function URL of orders on http://{at}/urls/orders/")
    );
    let environment =
        |name: &str| crate::function::json(served.invoke(name, r#"{"do":"show-environment"}"#).as_bytes());
    let found = environment("orders");
    let expected = [
        ("AWS_LAMBDA_FUNCTION_NAME", "orders"),
        ("_HANDLER", "a.B"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256"),
        ("STAGE", "dev"),
        ("AWS_LAMBDA_MAX_CONCURRENCY", "2"),
    ];
    for (name, value) in expected {
        assert_eq!(found["variables"][name], value, "{name}");
    }
    let folder = served.folder.path("").canonicalize().unwrap();
    assert_eq!(found["folder"], folder.join("bin").to_str().unwrap());
    let found = environment("bills");
    assert_eq!(found["variables"]["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"], "128");
    assert_eq!(found["folder"], folder.to_str().unwrap());
    let url = Client::to(at).call("GET", "/urls/orders/a?b=c", "", b"");
    assert_eq!(url.json()["rawPath"], "/a");
    let unknown = Client::to(at).call("POST", "/2015-03-31/functions/function/invocations", "", b"{}");
    assert_eq!(unknown.status, 404);

    assert!(served.line("INIT_START").starts_with("[orders] INIT_START"));
    let pid = served.line("pid ");
    let pid: u32 = pid.strip_prefix("[bills] pid ").unwrap().parse().unwrap();
    assert_eq!(served.line("half"), "[bills] half");
    assert!(runs(pid));
    assert_eq!(served.end(), Some(0));
    assert!(!runs(pid));
}

#[test]
fn what_is_wrong_is_one_sentence_with_its_line() {
    let cases = [
        (
            "memory = 256",
            "memory = 64",
            "line 4: memory is 64; give a whole number of MB from 128 to 10240",
        ),
        (
            "memory = 256",
            "memroy = 256",
            "line 4: unknown field `memroy`, expected one of `command`, `handler`, `memory`",
        ),
        (
            "timeout = 60",
            "timeout = \"long\"",
            "line 5: \"long\": not a number of seconds",
        ),
        (
            "timeout = 60",
            "timeout = 0",
            "line 5: 0: give more than 0 and at most 86400 seconds",
        ),
        (
            "concurrency = 2",
            "concurrency = 0",
            "line 8: concurrency is 0; give a whole number from 1 to 1000",
        ),
        (
            "\"reject\"",
            "\"drop\"",
            "line 9: unknown variant `drop`, expected `wait` or `reject`",
        ),
        (
            "\"dev\"",
            "1",
            "line 10: 1: the value of a variable is a text in quotes",
        ),
        (
            "url = true",
            "invoke-mode = \"BUFFERED\"",
            "line 2: invoke-mode is of no use without url = true; add it",
        ),
        (
            "handler = \"a.B\"",
            "snap-start = true",
            "line 2: snap-start and concurrency do not go together",
        ),
        (
            "\"bin/echo-function\"",
            "\"bin/no-function\"",
            "line 3: bin/no-function: no such command; give the path of an executable",
        ),
        (
            "\"bin/echo-function\"",
            "\"\"",
            "line 3: a command is a text or a list of texts, the program first",
        ),
        (
            "\"bin/echo-function\"",
            "\"bin/echo-function 'a\"",
            "line 3: missing closing quote; quote it like a shell command",
        ),
        ("[function.bills]", "[function.orders]", "line 13: duplicate key"),
        (
            "[function.bills]",
            "[function.\"a b\"]",
            "line 13: \"a b\" cannot be a name; take 1 to 64 letters",
        ),
        (
            "[function.bills]",
            "[functions.bills]",
            "line 13: unknown field `functions`",
        ),
        ("[function.bills]", "[function]\n[function.bills", "line 14: "),
        (
            "url = true",
            "build = \"make\"",
            "line 2: build is of no use without watch = [\"PATH\"]; add it",
        ),
        ("url = true", "watch = [\"no-folder\"]", "no-folder"),
        (
            TWO,
            "",
            "functions.toml: there is no function; write [function.NAME] and its command",
        ),
        (
            TWO,
            "function.a = 1",
            "line 1: invalid type: integer `1`, expected a table [function.NAME] with a command",
        ),
    ];
    for case in cases {
        is_told(TWO, case);
    }
}

#[test]
fn a_file_that_is_not_there_and_a_port_that_is_taken_are_exit_code_2() {
    let served = Served::start(TWO, 2);
    let file = served.folder.path("functions.toml");
    let port = served.address.port().to_string();
    let cases: [(&[&str], &str); 4] = [
        (&["--functions", "no-such.toml"], "no-such.toml: No such file"),
        (
            &["--port", &port, "--functions", file.to_str().unwrap()],
            "is taken; stop what listens there or choose another one",
        ),
        (
            &["--functions", "a.toml", "--memory", "256"],
            "cannot be used with",
        ),
        (&["--functions", "a.toml", "--", ECHO], "cannot be used with"),
    ];
    for (arguments, told) in cases {
        let output = emulator(arguments).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(told), "{said}");
    }
}

#[test]
fn a_function_that_never_asks_for_an_event_is_told_what_it_lacks() {
    let mut served = Served::start(
        "[function.sleeps]\ncommand = 'sleep 1000'\ninit-timeout = 0.1\n[function.ends]\ncommand = 'true'\ninit-timeout = 60",
        1,
    );
    for (name, error, told) in [
        (
            "sleeps",
            "Sandbox.Timedout",
            "[sleeps] lambda-emulator: the function never asked for an event; its command must be a Lambda runtime",
        ),
        (
            "ends",
            "Runtime.ExitError",
            "[ends] lambda-emulator: the function ended before it asked for an event",
        ),
    ] {
        assert!(served.invoke(name, "{}").contains(error));
        assert!(served.line("] lambda-emulator: ").starts_with(told));
    }
}
