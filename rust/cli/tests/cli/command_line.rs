//! `lambda-emulator --event`: files in, answers and an exit code out.

use crate::function::{ECHO, json};
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
};

/// A folder of a test's own, removed at its end.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("lambda-emulator-test-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        Folder(folder)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Writes a file and gives its path.
    pub(crate) fn file(&self, name: &str, content: &str) -> String {
        fs::write(self.path(name), content).unwrap();
        self.path(name).to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub(crate) fn emulator(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lambda-emulator"));
    command.args(arguments).stdin(Stdio::null());
    command
}

/// Runs events through `echo-function` with limits that never pass.
fn run(arguments: &[&str], function: &[&str]) -> Output {
    let patience = ["--timeout", "60", "--init-timeout", "60"];
    let arguments = [&patience, arguments, &["--", ECHO], function].concat();
    emulator(&arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn every_event_gets_its_response_on_a_line() {
    let folder = Folder::new();
    let (one, two) = (
        folder.file("one.json", r#"{"k": 1}"#),
        folder.file("two.json", "2"),
    );
    let output = run(&["--event", &one, "--event", &two], &[]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "{\"k\": 1}\n2\n");
    let log = text(&output.stderr);
    let count = |start: &str| log.lines().filter(|line| line.starts_with(start)).count();
    assert_eq!(
        (count("INIT_START"), count("START"), count("END"), count("REPORT")),
        (1, 2, 2, 2),
        "{log}"
    );
}

#[test]
fn quiet_leaves_the_functions_own_lines() {
    let folder = Folder::new();
    let event = folder.file("event.json", r#"{"do":"log","out":"to out","err":"to err"}"#);
    let output = run(&["--quiet", "--event", &event], &["talk"]);
    assert_eq!(text(&output.stderr), "hello from init\nto out\nto err\n");
}

#[test]
fn an_event_can_come_from_standard_input() {
    let arguments = ["--quiet", "--event", "-", "--", ECHO];
    let mut command = emulator(&arguments);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"[1, 2]").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        (output.status.code(), text(&output.stdout).as_str()),
        (Some(0), "[1, 2]\n")
    );
}

#[test]
fn responses_can_be_indented_or_left_out() {
    let folder = Folder::new();
    let event = folder.file("event.json", r#"{"b":1.50,"a":[[1,2.0],[3,4]]}"#);
    let pretty = run(&["--quiet", "--responses", "pretty", "--event", &event], &[]);
    assert_eq!(
        text(&pretty.stdout),
        "{\n  \"b\": 1.50,\n  \"a\": [\n    [1, 2.0],\n    [3, 4]\n  ]\n}\n"
    );
    let json = run(&["--quiet", "--responses", "json", "--event", &event], &[]);
    assert_eq!(text(&json.stdout), "{\"b\":1.50,\"a\":[[1,2.0],[3,4]]}\n");
    let none = run(&["--quiet", "--responses", "none", "--event", &event], &[]);
    assert_eq!((none.status.code(), text(&none.stdout).as_str()), (Some(0), ""));
}

#[test]
fn clusters_are_drawn() {
    let folder = Folder::new();
    let event = folder.file(
        "two.json",
        r#"{"data":[[1,2],[3,4]],"centers":[[1,2],[3,4]],"sizes":[1,1]}"#,
    );
    let plain = folder.file("plain.json", "just text");
    let pictures = Path::new(&event).with_file_name("pictures");
    let output = run(
        &[
            "--responses",
            "readable",
            "--pictures",
            pictures.to_str().unwrap(),
            "--event",
            &event,
            "--event",
            &plain,
        ],
        &[],
    );
    assert_eq!(output.status.code(), Some(0));
    let file = pictures.join("two.svg");
    let shown = text(&output.stdout);
    let line = format!("  drawn in {}\n", file.display());
    assert_eq!(
        (shown.matches("drawn in").count(), shown.contains(&line)),
        (1, true),
        "{shown}"
    );
    let svg = std::fs::read_to_string(file).unwrap();
    assert!(
        svg.starts_with("<svg") && svg.contains("2 points, 2 clusters"),
        "{svg}"
    );
    assert_eq!(std::fs::read_dir(pictures).unwrap().count(), 1);
}

#[test]
fn responses_can_be_made_readable() {
    let folder = Folder::new();
    let event = folder.file(
        "iris.json",
        r#"{"algorithm":"lloyd","sse":78.851441426146,"centers":[[5.006,3.428],[6.85,3.07368]],"sizes":[50,38]}"#,
    );
    let bad = folder.file("bad.json", r#"{"do":"fail","type":"Function.Asked"}"#);
    let plain = folder.file("plain.json", "just text");
    let output = run(
        &[
            "--responses",
            "readable",
            "--event",
            &event,
            "--event",
            &bad,
            "--event",
            &plain,
        ],
        &[],
    );
    assert_eq!(output.status.code(), Some(1), "one of them failed");
    let shown = text(&output.stdout);
    let blocks: Vec<Vec<&str>> = shown.split("\n\n").map(|block| block.lines().collect()).collect();
    assert_eq!(blocks[0][0], "iris.json");
    assert!(
        shown.contains("lloyd") && shown.contains("78.851441426146"),
        "{shown}"
    );
    let table = [
        "  centers          sizes",
        "   5.0060  3.4280     50",
        "   6.8500  3.0737     38",
    ];
    assert!(shown.contains(&table.join("\n")), "{shown}");
    assert_eq!(blocks[1][..2], ["bad.json", "  Asked: as asked"]);
    assert_eq!(blocks[2][..2], ["plain.json", "  just text"]);
    for block in &blocks[..3] {
        let last = block.last().unwrap();
        assert!(
            last.starts_with("  answered in ") && last.ends_with(" MB"),
            "{last}"
        );
    }
    assert!(blocks[0].last().unwrap().contains(" ms (init "), "{shown}");
    assert!(!blocks[1].last().unwrap().contains("init"), "{shown}");
    assert!(text(&output.stderr).contains("\nREPORT RequestId: "));
}

#[test]
fn a_function_error_is_exit_code_1_and_the_report_is_shown() {
    let folder = Folder::new();
    let good = folder.file("good.json", "1");
    let cases = [
        (r#"{"do":"fail","type":"Function.Asked"}"#, "Asked"),
        (r#"{"do":"exit","status":9}"#, "Runtime.ExitError"),
    ];
    for (event, error_type) in cases {
        let bad = folder.file("bad.json", event);
        let output = run(&["--quiet", "--event", &bad, "--event", &good], &[]);
        assert_eq!(output.status.code(), Some(1));
        let shown = text(&output.stdout);
        let lines: Vec<&str> = shown.lines().collect();
        assert_eq!(json(lines[0].as_bytes())["errorType"], error_type);
        assert_eq!(lines[1..], ["1"], "the next event has its turn all the same");
    }
    let output = run(&["--quiet", "--event", &good], &["init-error"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        json(text(&output.stdout).trim().as_bytes())["errorMessage"],
        "no table"
    );
}

#[test]
fn settings_reach_the_function() {
    let folder = Folder::new();
    let event = folder.file("event.json", r#"{"do":"show-environment"}"#);
    let root = folder.path("").canonicalize().unwrap();
    let arguments = [
        "--event",
        &event,
        "--name",
        "k-means",
        "--handler",
        "a.B",
        "--memory",
        "512",
        "--env",
        "STAGE=a=b",
        "--task-root",
        root.to_str().unwrap(),
        "--concurrency",
        "4",
    ];
    let output = run(&arguments, &[]);
    let found = json(&output.stdout);
    let expected = [
        ("AWS_LAMBDA_FUNCTION_NAME", "k-means"),
        ("_HANDLER", "a.B"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512"),
        ("STAGE", "a=b"),
        ("AWS_LAMBDA_MAX_CONCURRENCY", "4"),
    ];
    for (name, value) in expected {
        assert_eq!(found["variables"][name], value, "{name}");
    }
    assert_eq!(Path::new(found["folder"].as_str().unwrap()), root);
}

#[test]
fn what_cannot_be_started_is_exit_code_2_and_says_why() {
    let folder = Folder::new();
    let event = folder.file("event.json", "1");
    let cases: [(&[&str], &str); 7] = [
        (
            &["--event", "no-such.json", "--", ECHO],
            "event file no-such.json",
        ),
        (&["--event", &event, "--", "./no-such"], "no such command"),
        (&["--event", &event, "--", &event], "not an executable file"),
        (&["--event", &event], "COMMAND"),
        (&["--event", &event, "--timeout", "0", "--", ECHO], "more than 0"),
        (&["--event", &event, "--env", "=x", "--", ECHO], "NAME=VALUE"),
        (
            &["--event", &event, "--responses", "loud", "--", ECHO],
            "readable",
        ),
    ];
    for (arguments, reason) in cases {
        let output = emulator(arguments).output().unwrap();
        let log = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{log}");
        assert!(log.contains(reason), "{log}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn a_function_is_told_of_snap_start_and_its_failures_are_what_it_was_asked_for() {
    let folder = Folder::new();
    let event = folder.file("one.json", r#"{"do":"show-environment"}"#);
    let output = run(
        &["--snap-start", "--restore-delay", "0.1", "--event", &event],
        &["restore"],
    );
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let variables = &json(&output.stdout)["variables"];
    assert_eq!(variables["AWS_LAMBDA_INITIALIZATION_TYPE"], "snap-start");
    assert!(text(&output.stderr).contains("RESTORE_REPORT Restore Duration: "));
    for (failure, seen) in [
        ("refused", "status 403"),
        ("cut", "Runtime.ExitError"),
        ("killed", "signal: killed"),
    ] {
        let output = run(
            &["--snap-start", "--restore-failure", failure, "--event", &event],
            &["restore"],
        );
        assert_eq!(output.status.code(), Some(1), "{failure}");
        let said = text(&output.stdout) + &text(&output.stderr);
        assert!(said.contains(seen), "{failure}: {said}");
    }
    let output = run(&["--restore-delay", "1", "--event", &event], &[]);
    assert_eq!(output.status.code(), Some(2), "there is no restore");
}
