//! What is missing at the start is said in one line, and the process ends with a failure.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use acceptance::{Machine, Program, Way, root};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const RUNTIME_API: &str = "AWS_LAMBDA_RUNTIME_API";
const NOBODY: (&str, &str) = (RUNTIME_API, "127.0.0.1:9");

fn run(way: Way, library_folder: Option<&str>, environment: &[(&str, &str)]) -> Output {
    let (command, arguments) = way.command(library_folder);
    Command::new(command)
        .args(arguments)
        .env_clear()
        .envs(environment.iter().copied())
        .output()
        .unwrap()
}

/// The one line on stderr. The VM's own frame lines would be more than one.
fn only_line(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(text.lines().count(), 1, "{text}");
    text
}

fn names_the_missing_variable(way: Way) {
    for environment in [&[][..], &[(RUNTIME_API, "")]] {
        let line = only_line(&run(way, None, environment));
        assert!(
            line.contains("AWS_LAMBDA_RUNTIME_API is not set: run this program on AWS Lambda"),
            "{line}"
        );
    }
}

fn names_the_unusable_variable(way: Way) {
    for value in ["not an address", "http://127.0.0.1/", "host:port:more"] {
        let line = only_line(&run(way, None, &[(RUNTIME_API, value)]));
        assert!(
            line.contains(&format!("AWS_LAMBDA_RUNTIME_API is \"{value}\", which is not")),
            "{line}"
        );
    }
}

fn says_that_nobody_listens(way: Way) {
    let line = only_line(&run(way, None, &[NOBODY]));
    assert!(
        line.contains("the Runtime API loop has ended") && line.contains("refused"),
        "{line}"
    );
}

macro_rules! in_both_faces {
    ($($case:ident),* $(,)?) => {
        acceptance::in_a_way!(jvm_runtime, Jvm, KMeans, $($case),*);
        acceptance::in_a_way!(jvm_test, Jvm, TestMain, $($case),*);
        #[cfg(feature = "images")]
        acceptance::in_a_way!(image_runtime, Image, KMeans, $($case),*);
        #[cfg(feature = "images")]
        acceptance::in_a_way!(image_test, Image, TestMain, $($case),*);
    };
}

in_both_faces!(
    names_the_missing_variable,
    names_the_unusable_variable,
    says_that_nobody_listens
);

#[test]
fn the_jvm_says_that_the_library_is_missing() {
    for program in [Program::KMeans, Program::TestMain] {
        let line = only_line(&run(
            Way {
                machine: Machine::Jvm,
                program,
            },
            Some("/nowhere"),
            &[NOBODY],
        ));
        assert!(line.contains("Hello"), "{line}");
    }
}

#[cfg(feature = "images")]
#[test]
fn the_image_says_that_the_library_is_missing() {
    for program in [Program::KMeans, Program::TestMain] {
        let (image, arguments) = Way {
            machine: Machine::Image,
            program,
        }
        .command(None);
        let alone = root().join("target/acceptance/alone");
        fs::create_dir_all(&alone).unwrap();
        let copy = alone.join(format!("{program:?}"));
        fs::copy(image, &copy).unwrap();
        let output = Command::new(&copy)
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
    let bootstrap = root().join("dist/bootstrap");
    let output = Command::new(bootstrap)
        .current_dir(Path::new("/"))
        .env_clear()
        .output()
        .unwrap();
    let line = only_line(&output);
    assert!(line.contains("AWS_LAMBDA_RUNTIME_API is not set"), "{line}");
}
