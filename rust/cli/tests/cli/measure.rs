//! `lambda-emulator measure`: a table, a file, and nothing that was not checked.

use crate::{
    command_line::{Folder, emulator},
    function::{ECHO, json},
};
use serde_json::Value;
use std::{fs, process::Output};

pub(crate) fn measure(arguments: &[&str]) -> Output {
    emulator(
        &[
            &["measure", "--processes", "2", "--warm", "20", "--discard", "3"],
            arguments,
        ]
        .concat(),
    )
    .output()
    .unwrap()
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn functions_are_measured_side_by_side() {
    let folder = Folder::new();
    let file = folder.path("samples.json");
    let (one, two) = (format!("floor={ECHO}"), "'as shell'=/bin/sh -c 'exec \"$ECHO\"'");
    let echo = format!("ECHO={ECHO}");
    let output = measure(&[
        "--function",
        &one,
        "--function",
        two,
        "--env",
        &echo,
        "--payload-bytes",
        "1000",
        "--check",
        "echo",
        "--json",
        file.to_str().unwrap(),
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let progress = text(&output.stderr);
    assert_eq!(
        progress.lines().collect::<Vec<_>>(),
        [
            "round 1 of 2: floor",
            "round 1 of 2: 'as shell'",
            "round 2 of 2: floor",
            "round 2 of 2: 'as shell'"
        ],
        "they take turns"
    );
    let table = text(&output.stdout);
    let rows: Vec<Vec<&str>> = table
        .lines()
        .map(|row| row.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    assert_eq!(rows.len(), 6, "{table}");
    assert!(rows[..4].iter().all(|row| row.len() == 16), "{table}");
    let heads = [
        "function",
        "cold start, ms",
        "ratio",
        "spawn to first `/next`, ms",
        "ratio",
    ];
    assert_eq!(rows[0][..5], heads);
    assert_eq!(rows[5], ["Unlimited: no limits were asked for."]);
    assert_eq!((rows[2][0], rows[3][0]), ("floor", "'as shell'"));
    assert_eq!(
        (rows[2][2], rows[2][4]),
        ("1.00", "1.00"),
        "ratios are against the first"
    );
    assert!(rows[3][1].contains(" [") && rows[3][1].ends_with(']'), "{table}");

    let written = json(&fs::read(file).unwrap());
    assert_eq!(
        (&written["payload_bytes"], &written["processes"]),
        (&1000.into(), &2.into())
    );
    assert_eq!((&written["warm"], &written["discarded"]), (&20.into(), &3.into()));
    assert_eq!(written["check"], "echo");
    assert_eq!(written["limits"]["state"], "unlimited");
    assert!(written["machine"]["cores"].as_u64().unwrap() > 0 && written["date"].is_string());
    assert_eq!(written["functions"][0]["command"], ECHO);
    assert_eq!(
        written["functions"][1]["arguments"],
        serde_json::json!(["-c", "exec \"$ECHO\""])
    );
    for function in written["functions"].as_array().unwrap() {
        let samples = function["samples"].as_array().unwrap();
        assert_eq!(samples.len(), 2);
        for figure in [
            "cold_ms",
            "init_ms",
            "first_ms",
            "warm_p50_us",
            "warm_p99_us",
            "resident_first_mib",
            "peak_mib",
        ] {
            assert!(
                samples
                    .iter()
                    .all(|sample| sample[figure].as_f64().unwrap() > 0.0),
                "{figure}"
            );
            assert!(
                function["figures"][figure]["median"].as_f64().unwrap() > 0.0,
                "{figure}"
            );
            assert!(
                function["ratios"][figure]["median"].as_f64().unwrap() > 0.0,
                "{figure}"
            );
        }
        let fast = samples
            .iter()
            .all(|s| s["warm_p50_us"].as_f64() <= s["warm_p99_us"].as_f64());
        assert!(fast, "{samples:?}");
        let value = |sample: &Value, figure: &str| sample[figure].as_f64().unwrap();
        let whole = samples
            .iter()
            .all(|s| value(s, "cold_ms") >= value(s, "init_ms") + value(s, "first_ms"));
        assert!(whole, "a cold start is all of it: {samples:?}");
        assert_eq!(function["figures"]["warm_us"]["n"], 40, "of both processes");
        assert!(function["figures"]["throttled_percent"].is_null() && function["cpus"].is_null());
    }
}

#[test]
fn a_wrong_answer_is_not_measured() {
    let folder = Folder::new();
    let file = folder.path("samples.json");
    let function = format!("liar={ECHO}");
    let cases = [
        (
            r#"{"do":"show-environment"}"#,
            "echo",
            "an echo of 25 bytes came back as",
        ),
        (
            r#"{"do":"fail","type":"Function.Asked"}"#,
            "ok",
            "it answered with an error",
        ),
        (r#"{"do":"exit","status":1}"#, "ok", "exit status 1"),
    ];
    for (event, check, reason) in cases {
        let event = folder.file("event.json", event);
        let arguments = [
            "--function",
            &function,
            "--event",
            &event,
            "--check",
            check,
            "--json",
            file.to_str().unwrap(),
        ];
        let output = measure(&arguments);
        let told = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(
            told.contains("lambda-emulator: liar: ") && told.contains(reason),
            "{told}"
        );
        assert!(output.stdout.is_empty() && !file.exists());
    }
}

#[test]
fn an_answer_that_is_no_error_is_right_unless_an_echo_is_asked_for() {
    let folder = Folder::new();
    let event = folder.file("event.json", r#"{"do":"show-environment"}"#);
    let function = format!("talker={ECHO}");
    let output = measure(&["--function", &function, "--event", &event]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("\n| talker | "));
}

#[test]
fn a_function_that_cannot_be_measured_is_told() {
    let (hangs, unnamed, unclosed) = (
        format!("gone={ECHO} exit-in-init"),
        ECHO.to_owned(),
        "a='b".to_owned(),
    );
    let cases = [
        (&hangs, "the function did not initialize"),
        (&unnamed, "no NAME= before it"),
        (&unclosed, "quote it like a shell command"),
    ];
    for (function, reason) in cases {
        let output = measure(&["--function", function, "--payload-bytes", "2"]);
        let told = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(reason), "{told}");
    }
    let output = measure(&["--function", &hangs]);
    assert!(
        text(&output.stderr).contains("--payload-bytes"),
        "one of the payloads must be chosen"
    );
}
