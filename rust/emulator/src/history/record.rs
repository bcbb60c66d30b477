//! What is known of one invocation, while it runs and afterwards.

use super::{Excerpt, Pieces};
use crate::{
    answer::{Answer, Completion},
    bounds::{MAX_EXCERPT_BYTES, MAX_LOG_EXCERPT_BYTES},
    error::EmulatorError,
    report,
};
use serde_json::{Value, json};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Where an invocation stands, or how it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Others are before it.
    Queued,
    /// The function's process is being started for it.
    Starting,
    /// The function has it.
    Running,
    /// Its response comes in pieces.
    Streaming,
    /// It got a response.
    Succeeded,
    /// The function reported an error, or the platform refused its answer.
    Failed,
    /// Its time-out passed.
    TimedOut,
    /// The process ended before it answered.
    Exited,
    /// The emulator could not run it.
    NotRun,
}

impl Stage {
    fn name(self) -> &'static str {
        match self {
            Stage::Queued => "queued",
            Stage::Starting => "starting",
            Stage::Running => "running",
            Stage::Streaming => "streaming",
            Stage::Succeeded => "succeeded",
            Stage::Failed => "failed",
            Stage::TimedOut => "timed-out",
            Stage::Exited => "exited",
            Stage::NotRun => "not-run",
        }
    }

    pub(super) fn is_over(self) -> bool {
        !matches!(
            self,
            Stage::Queued | Stage::Starting | Stage::Running | Stage::Streaming
        )
    }
}

/// One invocation.
#[derive(Debug)]
pub(crate) struct Record {
    /// Counted from 1 in the order in which they came.
    pub(crate) number: u64,
    /// The history's revision when it last changed.
    pub(crate) revision: u64,
    pub(super) request_id: String,
    pub(super) stage: Stage,
    received: SystemTime,
    clock: Instant,
    pub(super) event: Excerpt,
    /// Position in the log when it was its turn.
    pub(super) log_start: Option<usize>,
    /// When it was its turn, counted as all that follow from its arrival.
    pub(super) turn: Option<Duration>,
    /// When the process was ready for it.
    pub(super) ready: Option<Duration>,
    pub(super) delivered: Option<Duration>,
    first_byte: Option<Duration>,
    ended: Option<Duration>,
    duration: Option<Duration>,
    init: Option<Duration>,
    memory: Option<u64>,
    pieces: Pieces,
    answer: Option<Excerpt>,
    content_type: Option<String>,
    /// As the platform names it.
    error_type: Option<String>,
    /// As the function names it, most often by a class.
    error_name: Option<String>,
    error_message: Option<String>,
    log: Excerpt,
}

impl Record {
    pub(super) fn new(number: u64, request_id: String, event: Excerpt) -> Self {
        Record {
            number,
            revision: 0,
            request_id,
            stage: Stage::Queued,
            received: SystemTime::now(),
            clock: Instant::now(),
            event,
            log_start: None,
            turn: None,
            ready: None,
            delivered: None,
            first_byte: None,
            ended: None,
            duration: None,
            init: None,
            memory: None,
            pieces: Pieces::default(),
            answer: None,
            content_type: None,
            error_type: None,
            error_name: None,
            error_message: None,
            log: Excerpt::default(),
        }
    }

    /// How long after its arrival something happened.
    pub(super) fn since_arrival(&self, at: Instant) -> Duration {
        at.saturating_duration_since(self.clock)
    }

    pub(super) fn streamed(&mut self, bytes: usize, at: Instant) {
        // Its time-out passed, and the process was left to run on.
        if self.stage.is_over() {
            return;
        }
        let at = self.since_arrival(at);
        self.stage = Stage::Streaming;
        self.first_byte.get_or_insert(at);
        self.pieces.add(bytes, at);
    }

    pub(super) fn end(
        &mut self,
        ended: &Result<Completion, EmulatorError>,
        log: impl FnOnce(usize) -> Vec<u8>,
    ) {
        self.ended = Some(self.since_arrival(Instant::now()));
        if let Some(log_start) = self.log_start {
            self.log = Excerpt::first(&log(log_start), MAX_LOG_EXCERPT_BYTES);
        }
        match ended {
            Ok(completion) => self.complete(completion),
            Err(error) => {
                self.stage = Stage::NotRun;
                self.error_type = Some("Emulator".to_owned());
                self.error_message = Some(error.to_string());
            }
        }
    }

    fn complete(&mut self, completion: &Completion) {
        let answer = &completion.answer;
        self.stage = match answer {
            Answer::Response(_) => Stage::Succeeded,
            Answer::Timeout(_) => Stage::TimedOut,
            Answer::Exit(_) => Stage::Exited,
            _ => Stage::Failed,
        };
        self.duration = completion.delivered.is_some().then_some(completion.duration);
        self.init = completion.init_duration;
        self.memory = completion.max_memory;
        self.answer = Some(Excerpt::first(answer.body(), MAX_EXCERPT_BYTES));
        match answer.response() {
            Some(response) => self.content_type = response.content_type.clone(),
            None => {
                self.error_type = Some(report::error_type(answer).to_owned());
                let report: Value = serde_json::from_slice(answer.body()).unwrap_or_default();
                let field = |name| report.get(name).and_then(Value::as_str).map(shortened);
                self.error_name = field("errorType");
                self.error_message = field("errorMessage");
            }
        }
    }

    /// Bytes that it takes, roughly.
    pub(super) fn size(&self) -> usize {
        let answer = self.answer.as_ref().map_or(0, Excerpt::size);
        size_of::<Self>() + self.event.size() + answer + self.log.size() + self.pieces.size()
    }

    /// A line of the list.
    pub(crate) fn summary(&self) -> Value {
        json!({
            "number": self.number,
            "requestId": self.request_id,
            "received": self.received.duration_since(UNIX_EPOCH).map_or(0.0, milliseconds),
            "stage": self.stage.name(),
            "over": self.stage.is_over(),
            "cold": self.init.is_some(),
            "duration": self.duration.map(milliseconds),
            "init": self.init.map(milliseconds),
            "memory": self.memory,
            "eventBytes": self.event.length(),
            "answerBytes": self.answer.as_ref().map_or(self.pieces.bytes(), |answer| answer.length()),
            "streamed": self.first_byte.is_some(),
            "errorType": self.error_type,
            "errorName": self.error_name,
            "errorMessage": self.error_message,
        })
    }

    /// All of it. `log` gives what was logged since a position, for one that is not over.
    pub(crate) fn detail(&self, log: impl FnOnce(usize) -> Vec<u8>) -> Value {
        let mut detail = self.summary();
        detail["event"] = self.event.json();
        detail["answer"] = self.answer.as_ref().map_or(Value::Null, Excerpt::json);
        detail["contentType"] = self.content_type.clone().into();
        detail["log"] = match self.log_start.filter(|_| !self.stage.is_over()) {
            Some(since) => Excerpt::first(&log(since), MAX_LOG_EXCERPT_BYTES).json(),
            None => self.log.json(),
        };
        detail["timeline"] = json!({
            "turn": self.turn.map(milliseconds),
            "ready": self.ready.map(milliseconds),
            "delivered": self.delivered.map(milliseconds),
            "firstByte": self.first_byte.map(milliseconds),
            "ended": self.ended.map(milliseconds),
            "pieces": self.pieces.json(),
        });
        detail
    }
}

/// To a thousandth, which is as much as can be compared.
pub(super) fn milliseconds(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1e6).round() / 1e3
}

/// A line of the list has no room for more.
fn shortened(message: &str) -> String {
    message.chars().take(200).collect()
}
