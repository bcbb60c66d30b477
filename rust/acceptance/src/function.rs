//! A running function, and what the cases ask of it.

use std::fs;
use std::thread::sleep;
use std::time::{Duration, Instant};

use lambda_emulator::{
    Answer, CallKind, Completion, Emulator, Event, ExitReport, FunctionError, FunctionSettings, Misbehaviour,
};
use serde_json::Value;

use crate::target::{Target, root};

/// How long a case waits for what must come, so long that a busy machine makes none fail.
const PATIENCE: Duration = Duration::from_secs(60);

/// A function under the emulator. When it is dropped, its log must be free of JNI warnings.
pub struct Function {
    emulator: Emulator,
}

impl Function {
    /// Starts the program on this target.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn start(target: Target) -> Self {
        Self::with(target.settings())
    }

    /// Starts it with other settings.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn with(settings: FunctionSettings) -> Self {
        Self {
            emulator: Emulator::start(settings).expect("the function can be started"),
        }
    }

    /// The emulator, for what is not said here.
    pub fn emulator(&self) -> &Emulator {
        &self.emulator
    }

    /// Whatever comes of an event.
    ///
    /// # Panics
    /// When the emulator fails.
    pub fn completion(&self, event: impl Into<Event>) -> Completion {
        self.emulator.invoke(event).expect("the emulator works")
    }

    /// The response to an event.
    ///
    /// # Panics
    /// When there is none.
    pub fn respond(&self, event: impl Into<Event>) -> Vec<u8> {
        match self.completion(event).answer {
            Answer::Response(response) => response.body.to_vec(),
            other => panic!(
                "a response was expected, not {}\n{}",
                describe(&other),
                self.emulator.log()
            ),
        }
    }

    /// The response to an event, as text.
    ///
    /// # Panics
    /// When there is none, or it is not UTF-8.
    pub fn respond_text(&self, event: impl Into<Event>) -> String {
        String::from_utf8(self.respond(event)).expect("the response is UTF-8")
    }

    /// The error report that an event leads to, as it came and as JSON.
    ///
    /// # Panics
    /// When there is none, or it is not JSON.
    pub fn fail(&self, event: impl Into<Event>) -> (FunctionError, Value) {
        match self.completion(event).answer {
            Answer::Error(error) => {
                let report = serde_json::from_slice(&error.body).expect("an error report is JSON");
                (error, report)
            }
            other => panic!(
                "an error was expected, not {}\n{}",
                describe(&other),
                self.emulator.log()
            ),
        }
    }

    /// Sends an event after whatever happened before, to see that the loop goes on in the same process.
    ///
    /// # Panics
    /// When it does not.
    pub fn goes_on(&self) {
        assert_eq!(self.respond_text("\"still here\""), "\"still here\"");
    }

    /// Waits until the log has this text.
    ///
    /// # Panics
    /// When it has not come in a minute.
    pub fn wait_for_log(&self, text: &str) {
        self.wait_until(&format!("{text:?} in the log"), || {
            self.emulator.log().contains(text)
        });
    }

    /// Waits until the log has so many lines with this text.
    ///
    /// # Panics
    /// When it has not in a minute.
    pub fn wait_for_logs(&self, text: &str, count: usize) {
        self.wait_until(&format!("{count} lines with {text:?} in the log"), || {
            let log = self.emulator.log();
            log.lines().filter(|line| line.contains(text)).count() >= count
        });
    }

    /// Waits until the function asks for its next event.
    ///
    /// # Panics
    /// When it has not in a minute.
    pub fn wait_for_poll(&self) {
        self.wait_until("a call of /next", || self.emulator.waiting_polls() > 0);
    }

    fn wait_until(&self, what: &str, condition: impl Fn() -> bool) {
        let until = Instant::now() + PATIENCE;
        while !condition() {
            assert!(Instant::now() < until, "no {what}:\n{}", self.emulator.log());
            sleep(Duration::from_millis(1));
        }
    }

    /// Waits until the process has ended.
    ///
    /// # Panics
    /// When it has not in a minute.
    pub fn wait_for_exit(&self) -> ExitReport {
        self.emulator
            .wait_for_exit(PATIENCE)
            .unwrap_or_else(|| panic!("the process has not ended:\n{}", self.emulator.log()))
    }

    /// How many calls of this kind the function has made.
    pub fn count_calls(&self, kind: CallKind) -> usize {
        let calls = self.emulator.calls();
        calls.iter().filter(|call| call.kind == kind).count()
    }

    /// Adds something to do to the next call of this kind.
    pub fn misbehave(&self, call: CallKind, misbehaviour: Misbehaviour) {
        self.emulator.misbehave(call, misbehaviour);
    }
}

fn describe(answer: &Answer) -> String {
    format!("{answer:.600?}: {:.600}", answer.text())
}

impl Drop for Function {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        let log = self.emulator.log();
        for sign in [
            "WARNING in native method",
            "WARNING: JNI",
            "FATAL ERROR in native method",
            "Warning: ",
        ] {
            assert!(!log.contains(sign), "the VM complains:\n{log}");
        }
    }
}

/// The strings that must cross the border exactly: name, UTF-16 units in hexadecimal, and the UTF-8
/// that reaches the Runtime API. The library's own tests have the same file.
///
/// # Panics
/// When the file is not there or not of that form.
pub fn text_vectors() -> Vec<(String, String, Vec<u8>)> {
    let file =
        fs::read_to_string(root().join("rust/bridge/tests/golden/text-vectors.tsv")).expect("the vectors");
    file.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            let [name, units, utf8] = fields[..] else {
                panic!("not a text vector: {line}")
            };
            (name.to_owned(), units.to_owned(), unhex(utf8))
        })
        .collect()
}

fn unhex(digits: &str) -> Vec<u8> {
    (0..digits.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&digits[at..at + 2], 16).expect("two hexadecimal digits"))
        .collect()
}
