//! What `lambda-emulator measure` can be asked for: sizes, columns, limits, checks.

use crate::{
    command_line::Folder,
    function::{ECHO, json},
    measure::{measure, text},
};
use lambda_emulator::Cgroups;
use serde_json::Value;
use std::fs;

#[test]
fn each_memory_size_has_its_row_and_its_words() {
    let folder = Folder::new();
    let file = folder.path("samples.json");
    let floor = format!("floor={ECHO}");
    let told = "told=/bin/sh -c 'exec \"$ECHO\"' sh m{memory} {heap}";
    let echo = format!("ECHO={ECHO}");
    let arguments = [
        "--function",
        &floor,
        "--function",
        told,
        "--env",
        &echo,
        "--memory",
        "128",
        "--memory",
        "512",
        "--payload-bytes",
        "10",
        "--columns",
        "cold_mean,cold_sd,cold_p999,warm_p99,init_ratio",
        "--note",
        "JDK=25.0.1",
        "--json",
        file.to_str().unwrap(),
    ];
    let output = measure(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let order = ["floor, 128 MB", "told, 128 MB", "floor, 512 MB", "told, 512 MB"];
    let progress = text(&output.stderr);
    for (line, name) in progress.lines().zip(order) {
        assert_eq!(line, format!("round 1 of 2: {name}"));
    }
    let table = text(&output.stdout);
    let head = "| function | memory, MB | cold start mean, ms | cold start sd, ms | cold start p99.9, ms | warm p99, us | ratio |\n";
    assert!(table.starts_with(head), "{table}");
    for name in ["floor | 128", "told | 128", "floor | 512", "told | 512"] {
        assert!(table.contains(&format!("\n| {name} |")), "{table}");
    }
    let written = json(&fs::read(file).unwrap());
    assert_eq!(written["notes"]["JDK"], "25.0.1");
    let words = |index: usize| &written["functions"][index]["arguments"];
    assert_eq!((&words(1)[3], &words(1)[4]), (&"m128".into(), &"102".into()));
    assert_eq!((&words(3)[3], &words(3)[4]), (&"m512".into(), &"409".into()));
    let ratio = &written["functions"][2]["ratios"]["cold_ms"]["median"];
    assert_eq!(*ratio, 1.0, "each size has its own first");
}

#[test]
fn one_that_cannot_be_measured_need_not_stop_the_others() {
    let folder = Folder::new();
    let file = folder.path("samples.json");
    let (gone, floor) = (format!("gone={ECHO} exit-in-init"), format!("floor={ECHO}"));
    let arguments = [
        "--function",
        &gone,
        "--function",
        "absent=./no-such",
        "--function",
        &floor,
        "--payload-bytes",
        "10",
        "--keep-going",
        "--table",
        "articles",
        "--json",
        file.to_str().unwrap(),
    ];
    let output = measure(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let table = text(&output.stdout);
    let reason =
        "the function did not initialize: Runtime.ExitError: Runtime exited with error: exit status 7";
    assert!(table.contains(&format!("\n| gone | {reason} |")), "{table}");
    assert!(
        table.contains("\n| absent | ./no-such: no such command"),
        "{table}"
    );
    let floor = table.lines().find(|line| line.starts_with("| floor |")).unwrap();
    assert_eq!(floor.split(" | ").count(), 10, "{table}");
    let runs = text(&output.stderr).matches(": gone").count();
    assert_eq!(runs, 1, "it is not tried again");
    let written = json(&fs::read(file).unwrap());
    assert_eq!(written["functions"][0]["failure"], reason);
    assert_eq!(written["functions"][2]["failure"], Value::Null);
}

#[test]
fn a_response_can_be_held_against_a_file() {
    let folder = Folder::new();
    let event = folder.file("event.json", r#"{"sum": 0.99999999999, "count": 3, "ms": 17}"#);
    let function = format!("sum={ECHO}");
    let right = folder.file("right.json", r#"{"count": 3, "sum": 1}"#);
    let output = measure(&["--function", &function, "--event", &event, "--expect", &right]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let wrong = folder.file("wrong.json", r#"{"sum": 1.01}"#);
    let output = measure(&["--function", &function, "--event", &event, "--expect", &wrong]);
    assert_eq!(output.status.code(), Some(2));
    let told = text(&output.stderr);
    assert!(
        told.contains("sum: sum is 0.99999999999 instead of 1.01; nothing is measured"),
        "{told}"
    );
    let broken = folder.file("broken.json", "{");
    let output = measure(&["--function", &function, "--event", &event, "--expect", &broken]);
    assert!(
        text(&output.stderr).contains("broken.json: EOF"),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn limits_press_and_are_told_beside_the_figures() {
    let folder = Folder::new();
    let event = folder.file("event.json", r#"{"do":"work","milliseconds":50}"#);
    let file = folder.path("samples.json");
    let floor = format!("floor={ECHO}");
    let output = measure(&[
        "--function",
        &floor,
        "--event",
        &event,
        "--limits",
        "--json",
        file.to_str().unwrap(),
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let (table, written) = (text(&output.stdout), json(&fs::read(file).unwrap()));
    let function = &written["functions"][0];
    match Cgroups::find() {
        Ok(cgroups) => {
            let how = "memory as given, CPU = memory / 1769 MB in periods of 20 ms";
            let line = format!("\nLimits: cgroups {}, {how}.\n", cgroups.version());
            assert!(
                table.contains(&line) && table.contains("throttled periods median, %"),
                "{table}"
            );
            assert_eq!(written["limits"]["state"], "enforced");
            assert_eq!(function["memory_limit_bytes"], 134_217_728);
            let least = |figure: &str| function["figures"][figure]["min"].as_f64().unwrap();
            assert!(
                least("throttled_percent") > 0.0 && least("throttled_ms") > 0.0,
                "{function}"
            );
        }
        Err(error) => {
            let reason = error.to_string();
            assert!(table.contains(&format!("\nUnlimited: {reason}.\n")), "{table}");
            let line = format!("lambda-emulator: {reason}; the functions run unlimited\n");
            assert!(text(&output.stderr).contains(&line), "{line}");
            assert_eq!(written["limits"]["about"], reason);
            assert!(function["cpus"].is_null());
        }
    }
}

#[test]
fn a_function_can_have_one_core_alone() {
    let folder = Folder::new();
    let file = folder.path("samples.json");
    let echo = format!("ECHO={ECHO}");
    // One that may run on more ends, and cannot be measured.
    let alone =
        "alone=/bin/sh -c 'grep -q \"Cpus_allowed_list:.[0-9]*$\" /proc/self/status && exec \"$ECHO\"'";
    let mut arguments = vec!["--function", alone, "--env", &echo, "--payload-bytes", "10"];
    let written = file.to_str().unwrap();
    arguments.extend(["--json", written, "--one-core"]);
    let output = measure(&arguments);
    if std::thread::available_parallelism().unwrap().get() == 1 {
        assert!(text(&output.stderr).contains("it takes two cores"));
        return;
    }
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let table = text(&output.stdout);
    assert!(
        table.contains("\nOne core: the function on one core, "),
        "{table}"
    );
    assert_eq!(json(&fs::read(&file).unwrap())["one_core"], true);
    arguments.pop();
    assert_eq!(
        measure(&arguments).status.code(),
        Some(2),
        "it may run on several"
    );
    arguments.extend(["--one-core", "--limits"]);
    let refused = measure(&arguments);
    assert!(
        text(&refused.stderr).contains("cannot be used with"),
        "{refused:?}"
    );
}

#[test]
fn want_of_memory_is_told_as_what_it_is() {
    if Cgroups::find().is_err() {
        return;
    }
    let folder = Folder::new();
    let event = folder.file("event.json", r#"{"do":"allocate","mib":200}"#);
    let greedy = format!("greedy={ECHO}");
    let output = measure(&[
        "--function",
        &greedy,
        "--event",
        &event,
        "--limits",
        "--memory",
        "128",
    ]);
    assert_eq!(output.status.code(), Some(2));
    let told = text(&output.stderr);
    assert!(
        told.contains("greedy: out of memory at 128 MB: the kernel killed it; nothing"),
        "{told}"
    );
}

#[test]
fn several_invocations_can_be_open_at_once() {
    let folder = Folder::new();
    let file = folder.path("samples.json");
    let echo = format!("ECHO={ECHO}");
    let output = measure(&[
        "--function",
        "two=/bin/sh -c '\"$ECHO\" & exec \"$ECHO\"'",
        "--env",
        &echo,
        "--concurrency",
        "2",
        "--payload-bytes",
        "100",
        "--check",
        "echo",
        "--columns",
        "rate_median,cpu_median,warm_p99",
        "--json",
        file.to_str().unwrap(),
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let table = text(&output.stdout);
    let head = "| function | invocations median, 1/s | CPU per invocation median, us | warm p99, us |\n";
    assert!(table.starts_with(head), "{table}");
    let written = json(&fs::read(file).unwrap());
    assert_eq!(written["concurrency"], 2);
    let figures = &written["functions"][0]["figures"];
    assert_eq!(figures["warm_us"]["n"], 40);
    assert!(figures["rate_per_s"]["min"].as_f64().unwrap() > 0.0, "{figures}");
    assert!(figures["first_byte_us"].is_null(), "{figures}");
}
