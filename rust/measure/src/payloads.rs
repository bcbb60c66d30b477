//! The payloads of a measurement's events: one for all, or several sizes in a fixed order.

use bytes::Bytes;

/// A line of several scripts, and a part that every size has room for.
const SCRIPTS: &str = "Grüße, мир, 世界, 😀 and plain text; ";

/// What the events carry, by their number within the process.
#[derive(Debug, Clone)]
pub struct Payloads {
    /// Each with the step from one event that has it to the next, the first with 1.
    all: Vec<(usize, Bytes)>,
}

impl Payloads {
    /// The same for every event.
    pub fn same(payload: impl Into<Bytes>) -> Self {
        Payloads {
            all: vec![(1, payload.into())],
        }
    }

    /// This payload, but every so many events another one: the last of those whose turn it is.
    #[must_use]
    pub fn and_every(mut self, step: usize, payload: impl Into<Bytes>) -> Self {
        self.all.push((step.max(1), payload.into()));
        self
    }

    /// Of the event with this number, counted from 1.
    pub(crate) fn of(&self, number: usize) -> &Bytes {
        let turns = self.all.iter().rev();
        let mut due = turns.filter(|(step, _)| number.is_multiple_of(*step));
        &due.next().unwrap_or(&self.all[0]).1
    }

    /// What most events carry.
    pub(crate) fn usual(&self) -> &Bytes {
        &self.all[0].1
    }

    /// Steps and sizes in bytes, where there are several.
    pub(crate) fn steps(&self) -> Option<Vec<(usize, usize)>> {
        let several = self.all.len() > 1;
        several.then(|| {
            self.all
                .iter()
                .map(|(step, payload)| (*step, payload.len()))
                .collect()
        })
    }
}

/// A JSON string of so many bytes, the quotes included.
pub fn text_payload(bytes: usize) -> Vec<u8> {
    let mut text = vec![b'x'; bytes];
    if let [first, .., last] = text.as_mut_slice() {
        *first = b'"';
        *last = b'"';
    }
    text
}

/// A JSON string of so many bytes, of text in several scripts.
pub fn mixed_payload(bytes: usize) -> Vec<u8> {
    let within = bytes.saturating_sub(2);
    let mut text = String::from("\"");
    text += &SCRIPTS.repeat(within / SCRIPTS.len());
    text += &"x".repeat(within % SCRIPTS.len());
    text.push('"');
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::{Payloads, mixed_payload, text_payload};

    #[test]
    fn payloads_are_texts_of_their_size() {
        for bytes in [2, 3, 50, 51, 52, 65_536] {
            for payload in [text_payload(bytes), mixed_payload(bytes)] {
                assert_eq!(payload.len(), bytes);
                assert!(serde_json::from_slice::<String>(&payload).is_ok());
            }
        }
    }

    #[test]
    fn every_so_many_events_have_another_payload() {
        let payloads = Payloads::same("a").and_every(3, "bb").and_every(6, "ccc");
        let sizes: Vec<usize> = (1..=12).map(|number| payloads.of(number).len()).collect();
        assert_eq!(sizes, [1, 1, 2, 1, 1, 3, 1, 1, 2, 1, 1, 3]);
        assert_eq!(payloads.usual(), "a");
        assert_eq!(payloads.steps(), Some(vec![(1, 1), (3, 2), (6, 3)]));
        assert_eq!(Payloads::same("a").steps(), None);
    }
}
