//! The last invocations of a function, for the console.
//!
//! Bounded in number and in bytes, whatever comes. The environment writes it on the Runtime API's thread, the
//! console reads it on the server's; nothing waits while the lock is held.

mod excerpt;
mod pieces;
mod record;

pub(crate) use excerpt::Excerpt;
use pieces::Pieces;
pub(crate) use record::{Record, Stage};

use crate::{
    answer::Completion,
    bounds::{MAX_EXCERPT_BYTES, MAX_HISTORY_BYTES},
    error::EmulatorError,
    event::Event,
    piece::PieceCounter,
};
use serde_json::{Value, json};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

/// The records of one function.
#[derive(Debug)]
pub(crate) struct History {
    kept: Mutex<Kept>,
    limit: usize,
}

#[derive(Debug, Default)]
struct Kept {
    records: VecDeque<Record>,
    bytes: usize,
    /// Counts all changes.
    revision: u64,
    totals: Totals,
}

/// What was counted since the emulator started.
#[derive(Debug, Clone, Copy, Default)]
struct Totals {
    invocations: u64,
    cold_starts: u64,
    failures: u64,
}

/// A record by its number; 0 where none is kept.
pub(crate) type Number = u64;

/// Whom the connection of a streamed response tells what has come.
#[derive(Debug)]
pub(crate) struct Streamed {
    pub(crate) history: Arc<History>,
    pub(crate) number: Number,
}

impl PieceCounter for Streamed {
    fn arrived(&self, bytes: usize, at: Instant) {
        self.history
            .change(self.number, |record| record.streamed(bytes, at));
    }
}

impl History {
    /// Keeps at most so many records; none, and at no cost, if that is 0.
    pub(crate) fn new(limit: usize) -> Self {
        History {
            kept: Mutex::default(),
            limit,
        }
    }

    pub(crate) fn is_on(&self) -> bool {
        self.limit > 0
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes in an event that has arrived.
    pub(crate) fn begin(&self, request_id: &str, event: &Event) -> Number {
        if !self.is_on() {
            return 0;
        }
        let event = Excerpt::first(event.payload(), MAX_EXCERPT_BYTES);
        let mut kept = self.kept();
        kept.totals.invocations += 1;
        let number = kept.totals.invocations;
        let record = Record::new(number, request_id.to_owned(), event);
        kept.bytes += record.size();
        kept.records.push_back(record);
        kept.changed(number);
        while kept.records.len() > self.limit || kept.bytes > MAX_HISTORY_BYTES {
            let Some(oldest) = kept.records.pop_front() else {
                break;
            };
            kept.bytes -= oldest.size();
        }
        number
    }

    /// It is its turn; what is logged from this position on may be its log.
    pub(crate) fn turn(&self, number: Number, log_start: usize) {
        self.change(number, |record| {
            record.log_start = Some(log_start);
            record.turn = Some(record.since_arrival(Instant::now()));
            record.stage = Stage::Starting;
        });
    }

    /// The process is ready for it.
    pub(crate) fn ready(&self, number: Number) {
        self.change(number, |record| {
            record.ready = Some(record.since_arrival(Instant::now()));
        });
    }

    /// The first byte of the event was written.
    pub(crate) fn delivered(&self, number: Number, at: Instant) {
        self.change(number, |record| {
            record.delivered = Some(record.since_arrival(at));
            record.stage = Stage::Running;
        });
    }

    /// It is over. `log` gives what was logged since a position.
    pub(crate) fn end(
        &self,
        number: Number,
        ended: &Result<Completion, EmulatorError>,
        log: impl FnOnce(usize) -> Vec<u8>,
    ) {
        if number == 0 {
            return;
        }
        self.change(number, |record| record.end(ended, log));
        let mut kept = self.kept();
        if let Ok(completion) = ended {
            kept.totals.cold_starts += u64::from(completion.init_duration.is_some());
        }
        let failed = !matches!(ended, Ok(completion) if completion.answer.response().is_some());
        kept.totals.failures += u64::from(failed);
    }

    fn change(&self, number: Number, change: impl FnOnce(&mut Record)) {
        if number == 0 {
            return;
        }
        let mut kept = self.kept();
        let Some(record) = kept.record_mut(number) else {
            return;
        };
        let before = record.size();
        change(record);
        let after = record.size();
        kept.bytes = kept.bytes + after - before;
        kept.changed(number);
    }

    /// How often anything has changed.
    pub(crate) fn revision(&self) -> u64 {
        self.kept().revision
    }

    /// What was counted since the emulator started, and the number of the oldest record.
    pub(crate) fn totals(&self) -> Value {
        let kept = self.kept();
        json!({
            "invocations": kept.totals.invocations,
            "coldStarts": kept.totals.cold_starts,
            "failures": kept.totals.failures,
            "oldest": kept.records.front().map(|record| record.number),
        })
    }

    /// The summaries of what has changed after this revision, oldest first, and the revision of now.
    pub(crate) fn changes(&self, since: u64) -> (Vec<Value>, u64) {
        let kept = self.kept();
        let changed = kept.records.iter().filter(|record| record.revision > since);
        (changed.map(Record::summary).collect(), kept.revision)
    }

    /// What `show` makes of one record; `None` if it is not kept.
    pub(crate) fn show<T>(&self, number: Number, show: impl FnOnce(&Record) -> T) -> Option<T> {
        self.kept().record_mut(number).map(|record| show(record))
    }
}

impl Kept {
    fn record_mut(&mut self, number: Number) -> Option<&mut Record> {
        let first = self.records.front()?.number;
        let index = usize::try_from(number.checked_sub(first)?).ok()?;
        self.records.get_mut(index)
    }

    fn changed(&mut self, number: Number) {
        self.revision += 1;
        let revision = self.revision;
        if let Some(record) = self.record_mut(number) {
            record.revision = revision;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Arc, History, Instant, MAX_EXCERPT_BYTES, MAX_HISTORY_BYTES, PieceCounter, Streamed};
    use crate::{error::EmulatorError, event::Event};

    #[test]
    fn the_oldest_go_when_there_are_too_many() {
        let history = History::new(3);
        for number in 1..=10 {
            let event = Event::new(vec![b'1'; number]);
            assert_eq!(history.begin("id", &event), u64::try_from(number).unwrap());
        }
        assert_eq!(history.totals()["oldest"], 8);
        assert!(history.show(7, |_| ()).is_none());
        assert_eq!(history.show(8, |record| record.event.length()), Some(8));
        history.turn(7, 0);
        assert_eq!(history.changes(0).0.len(), 3);
    }

    #[test]
    fn a_change_is_told_once_to_whoever_knows_the_rest() {
        let history = History::new(3);
        let numbers: Vec<_> = (0..3).map(|_| history.begin("id", &Event::new("{}"))).collect();
        let (all, revision) = history.changes(0);
        assert_eq!((all.len(), all[0]["stage"].as_str()), (3, Some("queued")));
        assert!(history.changes(revision).0.is_empty());
        history.end(numbers[1], &Err(EmulatorError::Stopped), |_| Vec::new());
        let (changed, _) = history.changes(revision);
        assert_eq!((changed.len(), &changed[0]["stage"]), (1, &"not-run".into()));
        assert_eq!(history.totals()["failures"], 1);
    }

    #[test]
    fn large_payloads_are_cut_and_all_of_them_together_have_a_bound() {
        let history = History::new(1000);
        let event = Event::new(vec![b'1'; MAX_EXCERPT_BYTES + 1]);
        for _ in 0..2 * MAX_HISTORY_BYTES / MAX_EXCERPT_BYTES {
            let number = history.begin("id", &event);
            history.end(number, &Err(EmulatorError::Stopped), |_| Vec::new());
        }
        let kept = history.kept();
        assert!(kept.bytes <= MAX_HISTORY_BYTES);
        assert_eq!(
            kept.bytes,
            kept.records.iter().map(super::Record::size).sum::<usize>()
        );
        let shown = kept.records[0].detail(|_| Vec::new());
        assert_eq!(shown["event"]["cut"], true);
        assert_eq!(shown["event"]["bytes"], MAX_EXCERPT_BYTES + 1);
    }

    #[test]
    fn what_comes_after_the_end_changes_nothing() {
        let history = Arc::new(History::new(3));
        let number = history.begin("id", &Event::new("{}"));
        let pieces = Streamed {
            history: Arc::clone(&history),
            number,
        };
        pieces.arrived(10, Instant::now());
        assert_eq!(history.changes(0).0[0]["stage"], "streaming");
        history.end(number, &Err(EmulatorError::Stopped), |_| Vec::new());
        pieces.arrived(10, Instant::now());
        let (changed, _) = history.changes(0);
        assert_eq!(
            (&changed[0]["stage"], &changed[0]["answerBytes"]),
            (&"not-run".into(), &10.into())
        );
    }

    #[test]
    fn one_that_keeps_nothing_costs_nothing() {
        let history = History::new(0);
        assert_eq!(history.begin("id", &Event::new("{}")), 0);
        assert_eq!((history.revision(), history.changes(0).0.len()), (0, 0));
    }
}
