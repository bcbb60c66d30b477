//! `lambda-emulator conformance`: the table and the exit codes. What the cases ask of a runtime is shown by
//! the runtimes that pass them; here the function is one that obeys no event.

use crate::{command_line::emulator, function::ECHO};
use std::process::Output;

fn conformance(only: &str) -> Output {
    emulator(&["conformance", "--only", only, "--", ECHO])
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn cases_that_pass_are_exit_code_0() {
    let output = conformance("connections are used again");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let table = text(&output.stdout);
    assert!(
        table.starts_with("| part | case | | seen |\n|---|---|---|---|\n"),
        "{table}"
    );
    assert!(table.contains("| connections are used again | ok | "), "{table}");
    assert!(table.ends_with("\n1 of 1 cases passed.\n"), "{table}");
}

#[test]
fn a_case_that_fails_is_exit_code_1_and_says_what_was_seen() {
    let output = conformance("a handler that ends the process, ends it");
    assert_eq!(output.status.code(), Some(1));
    let table = text(&output.stdout);
    assert!(table.contains("| **no** | a response of "), "{table}");
    assert!(table.ends_with("\n0 of 1 cases passed.\n"), "{table}");
    assert!(text(&output.stderr).starts_with("NO "));
}

#[test]
fn streamed_responses_have_cases_of_their_own() {
    let output = emulator(&["conformance", "--streams", "--only", "20 MB", "--", ECHO])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let table = text(&output.stdout);
    assert!(
        table.contains("| streams | 20 MB | **no** | a response that is not streamed |"),
        "{table}"
    );
    assert!(table.ends_with("\n0 of 2 cases passed.\n"), "{table}");
}

#[test]
fn restores_have_cases_of_their_own() {
    let output = emulator(&[
        "conformance",
        "--restore",
        "--only",
        "it is not called",
        "--",
        ECHO,
    ])
    .output()
    .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
    let first = [
        "conformance",
        "--restore",
        "--only",
        "the first call after init",
        "--",
        ECHO,
    ];
    let output = emulator(&first).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let table = text(&output.stdout);
    assert!(
        table.contains("| restore | the first call after init is /restore/next | **no** | [Next] |"),
        "{table}"
    );
}

#[test]
fn several_invocations_at_once_have_cases_of_their_own() {
    let only = ["--only", "one place is one", "--", ECHO];
    let output = emulator(&[&["conformance", "--concurrency"], &only[..]].concat())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
    let only = ["--only", "as many are open", "--", ECHO];
    let output = emulator(&[&["conformance", "--concurrency"], &only[..]].concat())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let table = text(&output.stdout);
    let seen = "**no** | waited 6s for 4 invocations; 0 are open |";
    assert!(table.contains(seen), "{table}");
    let only = ["--only", "20 MB", "--", ECHO];
    let output = emulator(&[&["conformance", "--concurrency", "--streams"], &only[..]].concat())
        .output()
        .unwrap();
    let table = text(&output.stdout);
    assert!(
        table.contains("| at once, streams | 20 MB beside each other |"),
        "{table}"
    );
}

#[test]
fn a_name_that_no_case_has_is_exit_code_2() {
    let output = conformance("no such case");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("no case has \"no such case\""));
    assert!(output.stdout.is_empty());
}
