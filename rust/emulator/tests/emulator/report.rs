//! The platform's lines in the log: START, END, REPORT and the rest, as CloudWatch shows them.

use crate::function::{SHORT, echo};
use lambda_emulator::{Emulator, FunctionSettings};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
};

const VERSION: &str = concat!(
    "INIT_START Runtime Version: lambda-emulator ",
    env!("CARGO_PKG_VERSION")
);

fn start(mut settings: FunctionSettings) -> Emulator {
    settings.report_lines = true;
    Emulator::start(settings).unwrap()
}

/// A line with every number of milliseconds and megabytes replaced by `#`, for no test knows those.
fn without_figures(line: &str) -> String {
    let words: Vec<&str> = line.split(' ').collect();
    let unit = |index: usize| {
        words
            .get(index + 1)
            .is_some_and(|next| ["ms", "MB"].iter().any(|unit| next.starts_with(unit)))
    };
    let hidden = words.iter().enumerate().map(|(index, word)| {
        let is_figure = unit(index) && word.parse::<f64>().is_ok();
        if is_figure { "#" } else { word }
    });
    hidden.collect::<Vec<_>>().join(" ")
}

fn lines(emulator: &Emulator) -> Vec<String> {
    emulator.log().lines().map(without_figures).collect()
}

#[test]
fn an_invocation_has_a_start_an_end_and_a_report() {
    let mut settings = echo("talk");
    settings.memory_mb = 256;
    let emulator = start(settings);
    let first = emulator
        .invoke(r#"{"do":"log","out":"out","err":"err"}"#)
        .unwrap()
        .request_id;
    let second = emulator.invoke("1").unwrap().request_id;
    let report = |id: &str, init: &str| {
        format!(
            "REPORT RequestId: {id}\tDuration: # ms\tBilled Duration: # ms\tMemory Size: # MB\tMax Memory Used: # MB\t{init}"
        )
    };
    let expected = [
        VERSION.to_owned(),
        "hello from init".to_owned(),
        format!("START RequestId: {first} Version: $LATEST"),
        "out".to_owned(),
        "err".to_owned(),
        format!("END RequestId: {first}"),
        report(&first, "Init Duration: # ms\t"),
        format!("START RequestId: {second} Version: $LATEST"),
        format!("END RequestId: {second}"),
        report(&second, ""),
    ];
    assert_eq!(lines(&emulator), expected);
    assert!(emulator.log().contains("\tMemory Size: 256 MB\t"));
}

#[test]
fn the_bill_is_the_duration_and_the_init_rounded_up() {
    let emulator = start(echo("echo"));
    for _ in 0..3 {
        let completion = emulator.invoke("1").unwrap();
        let exact = (completion.duration + completion.init_duration.unwrap_or_default()).as_secs_f64() * 1e3;
        let log = emulator.log();
        let report = log.lines().last().unwrap();
        assert!(
            report.contains(&format!("\tBilled Duration: {:.0} ms\t", exact.ceil())),
            "{exact}: {report}"
        );
    }
}

#[test]
fn an_exit_stands_in_the_report() {
    let emulator = start(echo("echo"));
    let id = emulator.invoke(r#"{"do":"exit","status":3}"#).unwrap().request_id;
    let report = format!(
        "REPORT RequestId: {id}\tDuration: # ms\tBilled Duration: # ms\tMemory Size: # MB\tInit Duration: # ms\tStatus: error\tError Type: Runtime.ExitError\t"
    );
    assert_eq!(lines(&emulator).last(), Some(&report));
}

#[test]
fn a_time_out_has_a_line_of_its_own() {
    let mut settings = echo("echo");
    settings.timeout = SHORT;
    let emulator = start(settings);
    emulator.initialize().unwrap();
    let id = emulator
        .invoke(r#"{"do":"sleep","milliseconds":600000}"#)
        .unwrap()
        .request_id;
    let lines = lines(&emulator);
    let [.., told, empty, end, report] = lines.as_slice() else {
        panic!("{lines:?}");
    };
    let (time, rest) = told.split_once(' ').unwrap();
    assert_eq!(rest, format!("{id} Task timed out after 0.15 seconds"));
    assert!(
        time.len() == 24 && time.ends_with('Z') && time.contains('T'),
        "{time}"
    );
    assert_eq!((empty.as_str(), end), ("", &format!("END RequestId: {id}")));
    assert!(report.starts_with(&format!("REPORT RequestId: {id}\tDuration: # ms")));
    assert!(report.ends_with("\tStatus: timeout\t"), "{report}");
}

#[test]
fn an_init_that_fails_has_a_report_of_its_own() {
    let mut hangs = echo("hang-in-init");
    hangs.init_timeout = SHORT;
    let cases = [
        (
            echo("exit-in-init"),
            "Status: error\tError Type: Runtime.ExitError",
        ),
        (echo("init-error"), "Status: error\tError Type: Runtime.NoTable"),
        (hangs, "Status: timeout\tError Type: Sandbox.Timedout"),
    ];
    for (settings, status) in cases {
        let emulator = start(settings);
        let id = emulator.invoke("{}").unwrap().request_id;
        let lines = lines(&emulator);
        assert_eq!(lines[0], VERSION);
        assert_eq!(
            lines[1],
            format!("INIT_REPORT Init Duration: # ms\tPhase: init\t{status}")
        );
        assert_eq!(lines[2], format!("START RequestId: {id} Version: $LATEST"));
        assert_eq!(lines[3], format!("END RequestId: {id}"));
        assert!(lines[4].starts_with("REPORT RequestId: "), "{lines:?}");
    }
}

#[test]
fn without_platform_lines_the_log_is_the_functions_own() {
    let emulator = Emulator::start(echo("talk")).unwrap();
    emulator.invoke("1").unwrap();
    assert_eq!(emulator.log(), "hello from init\n");
}

/// Threads that keep every processor busy until they are dropped.
struct Load(Arc<AtomicBool>, Vec<JoinHandle<()>>);

impl Load {
    fn new() -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let processors = thread::available_parallelism().unwrap().get();
        let busy = (0..2 * processors).map(|_| {
            let over = Arc::clone(&over);
            thread::spawn(move || {
                while !over.load(Ordering::Relaxed) {
                    std::hint::spin_loop()
                }
            })
        });
        Load(Arc::clone(&over), busy.collect())
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
        self.1.drain(..).for_each(|thread| thread.join().unwrap());
    }
}

#[test]
fn every_line_stands_on_its_side_of_start_and_end_on_a_busy_machine() {
    let _load = Load::new();
    let rounds = || {
        for round in 0..8 {
            // As much as a pipe holds is written just before the first poll.
            let script = format!("seq -f 'init %g' {}; exec \"$ECHO\" talk", 1 + round * 900);
            let emulator = start(crate::function::shell(&script));
            let first = emulator.invoke(r#"{"do":"answer-twice"}"#).unwrap();
            let second = emulator
                .invoke(r#"{"do":"log","out":"out","err":"err"}"#)
                .unwrap();
            let lines = lines(&emulator);
            let position = |line: &str| {
                let found = lines.iter().position(|found| found.starts_with(line));
                found.unwrap_or_else(|| panic!("no {line}: {lines:?}"))
            };
            let start = |id: &str| position(&format!("START RequestId: {id}"));
            let end = |id: &str| position(&format!("END RequestId: {id}"));
            let init = lines.iter().rposition(|line| line.starts_with("init ")).unwrap();
            let order = [
                0,
                init,
                position("hello from init"),
                start(&first.request_id),
                // Written after the first answer, and before the poll that the second event went to.
                position("unknown 400"),
                start(&second.request_id),
                position("out"),
                position("err"),
                end(&second.request_id),
            ];
            assert!(
                order.is_sorted_by(|one, next| one < next),
                "{order:?} of {lines:?}"
            );
        }
    };
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(rounds);
        }
    });
}

#[test]
fn a_function_that_never_stops_writing_holds_nothing_up() {
    let mut settings =
        crate::function::shell("for writer in 1 2 3 4 5 6; do cat /dev/zero & done; exec \"$ECHO\"");
    settings.log_limit = 1024 * 1024;
    let emulator = start(settings);
    for number in 0..5 {
        let number = number.to_string();
        assert_eq!(emulator.invoke(number.as_str()).unwrap().answer.text(), number);
    }
    assert!(emulator.log().len() <= 2 * 1024 * 1024 + 64 * 1024);
}
