//! What is missing at the start is one line in the log, and the process ends with status 1.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use acceptance::{Machine, Program, Target};
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const RUNTIME_API: &str = "AWS_LAMBDA_RUNTIME_API";
const NOBODY: (&str, &str) = (RUNTIME_API, "127.0.0.1:9");

fn run(target: Target, library_folder: Option<&str>, environment: &[(&str, &str)]) -> Output {
    let (command, arguments) = target.command(library_folder);
    Command::new(command)
        .args(arguments)
        .env_clear()
        .envs(environment.iter().copied())
        .output()
        .unwrap()
}

/// The one line on stderr. Stack frames would be more lines.
fn only_line(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(text.lines().count(), 1, "{text}");
    text
}

fn names_the_missing_variable(target: Target) {
    for environment in [&[][..], &[(RUNTIME_API, "")]] {
        let line = only_line(&run(target, None, environment));
        assert!(
            line.contains("AWS_LAMBDA_RUNTIME_API is not set: run this program on AWS Lambda"),
            "{line}"
        );
    }
}

fn names_the_unusable_variable(target: Target) {
    for value in ["not an address", "http://127.0.0.1/", "host:port:more"] {
        let line = only_line(&run(target, None, &[(RUNTIME_API, value)]));
        assert!(
            line.contains(&format!("AWS_LAMBDA_RUNTIME_API is \"{value}\", which is not")),
            "{line}"
        );
    }
}

fn says_that_nobody_listens(target: Target) {
    let line = only_line(&run(target, None, &[NOBODY]));
    assert!(
        line.contains("the Runtime API loop has ended") && line.contains("refused"),
        "{line}"
    );
}

acceptance::for_targets!(
    [
        jvm_runtime: Jvm KMeans,
        jvm_test: Jvm TestMain,
        image_runtime: Image KMeans,
        image_test: Image TestMain
    ],
    [names_the_missing_variable, names_the_unusable_variable, says_that_nobody_listens]
);

const JVM_K_MEANS: Target = Target {
    machine: Machine::Jvm,
    program: Program::KMeans,
};

/// Without the library's folder, and with this one for temporary files.
fn run_from_the_jar(temporary: &Path) -> Output {
    let (java, arguments) = JVM_K_MEANS.command(Some("/nowhere"));
    let mut option = OsString::from("-Djava.io.tmpdir=");
    option.push(temporary);
    Command::new(java)
        .arg(option)
        .args(arguments)
        .env_clear()
        .output()
        .unwrap()
}

#[test]
fn the_jvm_says_that_the_library_is_missing() {
    let target = Target {
        machine: Machine::Jvm,
        program: Program::TestMain,
    };
    let line = only_line(&run(target, Some("/nowhere"), &[NOBODY]));
    assert!(line.contains("Hello"), "{line}");
}

#[test]
fn the_jvm_takes_the_library_of_the_jar_and_leaves_no_file() {
    let temporary = acceptance::root().join("target/acceptance/temporary");
    fs::create_dir_all(&temporary).unwrap();
    let line = only_line(&run_from_the_jar(&temporary));
    assert!(line.contains("AWS_LAMBDA_RUNTIME_API is not set"), "{line}");
    let left: Vec<_> = fs::read_dir(&temporary).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn the_jvm_says_why_the_library_of_the_jar_is_of_no_use() {
    let line = only_line(&run_from_the_jar(Path::new("/proc")));
    assert!(line.contains("Exception: /proc/libHello-"), "{line}");
    assert!(line.contains("-Djava.library.path names"), "{line}");
}

#[cfg(feature = "images")]
#[test]
fn the_image_says_that_the_library_is_missing() {
    for program in [Program::KMeans, Program::TestMain] {
        let (image, arguments) = Target {
            machine: Machine::Image,
            program,
        }
        .command(None);
        let alone = acceptance::root().join("target/acceptance/alone");
        fs::create_dir_all(&alone).unwrap();
        // A link, not a copy: while a file that was just written is still open in a process that another
        // case starts at this moment, it cannot be executed.
        let link = alone.join(format!("{program:?}"));
        let _none_before = fs::remove_file(&link);
        fs::hard_link(image, &link).unwrap();
        let output = Command::new(&link)
            .args(arguments)
            .env_clear()
            .envs([NOBODY])
            .output()
            .unwrap();
        let line = only_line(&output);
        assert!(line.contains("Hello"), "{line}");
    }
}

#[cfg(feature = "images")]
#[test]
fn the_image_finds_the_library_beside_itself_from_any_folder() {
    let bootstrap = acceptance::root().join("dist/bootstrap");
    let output = Command::new(bootstrap)
        .current_dir("/")
        .env_clear()
        .output()
        .unwrap();
    let line = only_line(&output);
    assert!(line.contains("AWS_LAMBDA_RUNTIME_API is not set"), "{line}");
}
