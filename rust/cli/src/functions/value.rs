//! Values of the file, each with its own words for what is allowed.

use serde::Deserialize;
use serde_json::Value;
use std::time::Duration;

/// A program and its arguments: a line as for a shell, or a list.
#[derive(Debug, Deserialize)]
#[serde(try_from = "Value")]
pub(super) struct Command(pub(super) Vec<String>);

impl TryFrom<Value> for Command {
    type Error = String;

    fn try_from(value: Value) -> Result<Self, String> {
        let words = match value {
            Value::String(line) => shell_words::split(&line)
                .map_err(|error| format!("{error}; quote it like a shell command"))?,
            Value::Array(words) => words
                .into_iter()
                .map(|word| word.as_str().map(str::to_owned))
                .collect::<Option<_>>()
                .unwrap_or_default(),
            _ => Vec::new(),
        };
        match words.first() {
            Some(program) if !program.is_empty() => Ok(Command(words)),
            _ => Err("a command is a text or a list of texts, the program first".to_owned()),
        }
    }
}

/// The name of a function, a queue or a schedule: as Lambda has them, and as they can stand in a path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Name(pub(super) String);

impl TryFrom<String> for Name {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        let letters = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        match (1..=64).contains(&name.len()) && name.bytes().all(letters) {
            true => Ok(Name(name)),
            false => Err(format!(
                "{name:?} cannot be a name; take 1 to 64 letters, digits, - and _"
            )),
        }
    }
}

/// A whole number of a range.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "Value")]
pub(super) struct Number<const LEAST: u32, const MOST: u32>(pub(super) u32);

impl<const LEAST: u32, const MOST: u32> TryFrom<Value> for Number<LEAST, MOST> {
    type Error = String;

    fn try_from(value: Value) -> Result<Self, String> {
        number(&value, LEAST, MOST)
            .map(Number)
            .ok_or_else(|| format!("{value}: give a whole number from {LEAST} to {MOST}"))
    }
}

/// A whole number that says in its error what it is of.
macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident($number:ty), $key:literal, $unit:literal, $least:literal to $most:literal) => {
        $(#[$doc])*
        #[derive(Debug, Deserialize)]
        #[serde(try_from = "Value")]
        pub(super) struct $name(pub(super) $number);

        impl TryFrom<Value> for $name {
            type Error = String;

            fn try_from(value: Value) -> Result<Self, String> {
                number(&value, $least, $most).map($name).ok_or_else(|| {
                    format!(
                        concat!($key, " is {}; give a whole number", $unit, " from {} to {}"),
                        value, $least, $most
                    )
                })
            }
        }
    };
}

quantity!(
    /// MB.
    Memory(u32), "memory", " of MB", 128 to 10_240
);
quantity!(
    /// Invocations that may be open at once.
    Concurrency(u16), "concurrency", "", 1 to 1000
);
quantity!(
    /// KiB in a second.
    StreamRate(u32), "stream-rate", " of KiB in a second", 32 to 65_536
);

/// Seconds, also parts of one.
#[derive(Debug, Deserialize)]
#[serde(try_from = "Value")]
pub(super) struct Seconds(pub(super) Duration);

impl TryFrom<Value> for Seconds {
    type Error = String;

    fn try_from(value: Value) -> Result<Self, String> {
        match value {
            Value::Number(_) => crate::values::seconds(&value.to_string()),
            _ => Err("not a number of seconds".to_owned()),
        }
        .map(Seconds)
        .map_err(|what| format!("{value}: {what}"))
    }
}

/// A text that an environment can hold.
#[derive(Debug, Deserialize)]
#[serde(try_from = "Value")]
pub(super) struct Variable(pub(super) String);

impl TryFrom<Value> for Variable {
    type Error = String;

    fn try_from(value: Value) -> Result<Self, String> {
        match value {
            Value::String(text) if !text.contains('\0') => Ok(Variable(text)),
            value => Err(format!("{value}: the value of a variable is a text in quotes")),
        }
    }
}

fn number<N: TryFrom<u64> + PartialOrd>(value: &Value, least: N, most: N) -> Option<N> {
    let number = N::try_from(value.as_u64()?).ok()?;
    (least..=most).contains(&number).then_some(number)
}
