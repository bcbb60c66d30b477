//! Both sides of the envelope against each other: whatever one writes, the other reads as it was.
//!
//! Seeded, so that a failure can be repeated; the texts are made of what codecs stumble over.

use acceptance::{Function, Program, Target, for_each_target};
use lambda_emulator::{CallKind, Event, Misbehaviour};

for_each_target!(carries_messages_of_any_text);

mod context {
    acceptance::for_targets!([jvm: Jvm Runtime, image: Image Runtime], [carries_contexts_of_any_text]);

    use super::carries_contexts_of_any_text;
}

const ROUNDS: usize = 300;

/// Xorshift: random enough for texts.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// A number below the bound.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).expect("it is below the bound")
    }

    /// A text of up to so many of these pieces.
    fn text(&mut self, pieces: &[&str], max: usize) -> String {
        let count = self.below(max + 1);
        (0..count).map(|_| pieces[self.below(pieces.len())]).collect()
    }
}

const MESSAGE: &[&str] = &[
    "a",
    "Z",
    " ",
    "\"",
    "\\",
    "\n",
    "\t",
    "\u{0}",
    "\u{1}",
    "\u{7f}",
    "\u{85}",
    "é",
    "ÿ",
    "Ā",
    "€",
    "\u{2028}",
    "\u{fffd}",
    "\u{ffff}",
    "😀",
    "\u{10ffff}",
    "</script>",
    "%n",
    "{0}",
];

/// What the value of a header can hold.
const HEADER: &[&str] = &[
    "a",
    "Z",
    " b",
    "\"",
    "\\",
    ":",
    ";",
    "{",
    "}",
    ",",
    "é",
    "€",
    "😀",
    "\u{10ffff}",
    "%0a",
    "=",
];

fn carries_messages_of_any_text(target: Target) {
    let function = Function::start(target);
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for round in 0..ROUNDS {
        let max = 1 << random.below(10);
        let message = random.text(MESSAGE, max);
        let (_, report) = function.fail(format!("scenario:throw:{message}").as_str());
        assert_eq!(report["errorMessage"], message, "round {round}");
    }
    function.goes_on();
}

fn carries_contexts_of_any_text(target: Target) {
    assert_eq!(target.program, Program::Runtime);
    let function = Function::start(target);
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let names = [
        "Lambda-Runtime-Trace-Id",
        "Lambda-Runtime-Client-Context",
        "Lambda-Runtime-Cognito-Identity",
        "Lambda-Runtime-Aws-Tenant-Id",
    ];
    function.goes_on();
    for round in 0..ROUNDS {
        let values: Vec<String> = names
            .iter()
            .map(|_| random.text(HEADER, 40).trim().to_owned())
            .collect();
        let headers = names
            .iter()
            .zip(&values)
            .fold(Misbehaviour::none(), |headers, (name, value)| {
                headers.header(name, value)
            });
        function.wait_for_poll();
        function.misbehave(CallKind::Next, headers);
        // The poll that waits has its headers already; they are for the one after it.
        function.goes_on();
        let response = function.respond_text(Event::new("scenario:context:"));
        let reported: Vec<&str> = response.split('\n').skip(3).collect();
        let expected: Vec<&str> = values
            .iter()
            .map(|value| if value.is_empty() { "null" } else { value.as_str() })
            .collect();
        assert_eq!(reported, expected, "round {round}");
    }
}
