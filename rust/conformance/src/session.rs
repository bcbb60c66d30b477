//! A function under test, and what nearly every case asks of it.

use super::Found;
use lambda_emulator::{
    Answer, CallKind, Completion, Emulator, Event, ExitReport, FunctionSettings, Misbehaviour, RecordedCall,
    Response,
};
use std::time::{Duration, Instant};

/// How long a process may take to end, or a call to come, before the case gives up.
const PATIENCE: Duration = Duration::from_secs(6);

const FOR_HTTP: &str = "application/vnd.awslambda.http-integration-response";
const PRELUDE_END: [u8; 8] = [0; 8];

pub(crate) const ECHO: &str = "{\"echo\":1}";

/// One process under one emulator.
pub(crate) struct Session {
    pub(crate) emulator: Emulator,
    /// What it may take from SIGTERM to its end.
    pub(crate) grace: Duration,
    first_pid: Option<u32>,
}

impl Session {
    pub(super) fn start(settings: FunctionSettings, grace: Duration) -> Result<Self, String> {
        let mut session = Session::unstarted(settings, grace)?;
        session.initialize()?;
        Ok(session)
    }

    pub(super) fn unstarted(settings: FunctionSettings, grace: Duration) -> Result<Self, String> {
        Ok(Session {
            emulator: Emulator::start(settings).map_err(|error| error.to_string())?,
            grace,
            first_pid: None,
        })
    }

    /// Starts the process and waits for its first poll.
    pub(crate) fn initialize(&mut self) -> Result<(), String> {
        self.emulator.initialize().map_err(|error| error.to_string())?;
        self.first_pid = self.emulator.pid();
        Ok(())
    }

    pub(crate) fn misbehave(&self, call: CallKind, misbehaviour: Misbehaviour) {
        self.emulator.misbehave(call, misbehaviour);
    }

    pub(crate) fn invoke(&self, event: impl Into<Event>) -> Result<Completion, String> {
        self.emulator.invoke(event).map_err(|error| error.to_string())
    }

    /// The event comes back as it was.
    pub(crate) fn echo(&self, event: impl Into<Event>) -> Found {
        let event = event.into();
        let expected = event.payload().clone();
        match self.invoke(event)?.answer {
            Answer::Response(response) if same(payload(&response), &expected) => {
                Ok(format!("{} bytes came back", expected.len()))
            }
            other => Err(shown(&other)),
        }
    }

    /// The event gets an answer of its own, of whatever kind.
    pub(crate) fn answered(&self, event: impl Into<Event>) -> Found {
        match self.invoke(event)?.answer {
            Answer::Response(response) => Ok(format!("a response of {} bytes", response.body.len())),
            Answer::Error(error) => Ok(format!("an error {}", error.error_type)),
            other => Err(shown(&other)),
        }
    }

    /// The next event is answered by the same process.
    pub(crate) fn goes_on(&self, so_far: String) -> Found {
        self.echo(ECHO)
            .map_err(|seen| format!("{so_far}; then: {seen}"))?;
        if self.emulator.pid() == self.first_pid {
            Ok(so_far)
        } else {
            Err(format!("{so_far}; then the process had ended"))
        }
    }

    /// An event that comes with this misbehaviour is echoed, and the next one too.
    pub(crate) fn echoes_despite(&self, misbehaviour: Misbehaviour) -> Found {
        self.misbehave_at_next_event(misbehaviour)?;
        let seen = self.echo(ECHO)?;
        self.goes_on(seen)
    }

    /// An event that comes with this misbehaviour is answered somehow, and the next one is echoed.
    pub(crate) fn survives(&self, misbehaviour: Misbehaviour) -> Found {
        self.misbehave_at_next_event(misbehaviour)?;
        let seen = self.answered(ECHO)?;
        self.goes_on(seen)
    }

    /// The poll that waits now has taken its entry of the script already, so this one is for the poll after it.
    fn misbehave_at_next_event(&self, misbehaviour: Misbehaviour) -> Result<(), String> {
        self.until_it_polls()?;
        self.misbehave(CallKind::Next, misbehaviour);
        self.echo(ECHO).map(drop)
    }

    /// Polls that misbehave are made again, and the next event is echoed.
    pub(crate) fn outlives_polls(&self, misbehaviours: &[Misbehaviour]) -> Found {
        self.until_it_polls()?;
        for misbehaviour in misbehaviours {
            self.misbehave(CallKind::Next, misbehaviour.clone());
        }
        self.echo(ECHO)?;
        let seen = self.echo(ECHO)?;
        self.goes_on(seen)
    }

    /// The refused answer is not repeated, nothing else is posted for it, and the next event is echoed.
    pub(crate) fn outlives_refusal(&self, event: &str, call: CallKind, misbehaviour: Misbehaviour) -> Found {
        self.misbehave(call, misbehaviour);
        let answer = self.invoke(event)?.answer;
        let seen = self.goes_on(shown(&answer))?;
        let posts = self.count(CallKind::Response) + self.count(CallKind::Error);
        // One for the refused event, one for the echo.
        if posts == 2 {
            Ok(seen)
        } else {
            Err(format!("{seen}; {} posts for one event", posts - 1))
        }
    }

    pub(crate) fn calls(&self, kind: CallKind) -> Vec<RecordedCall> {
        let mut calls = self.emulator.calls();
        calls.retain(|call| call.kind == kind);
        calls
    }

    pub(crate) fn count(&self, kind: CallKind) -> usize {
        self.calls(kind).len()
    }

    /// The process ends by itself.
    pub(crate) fn ends(&self) -> Result<(ExitReport, Duration), String> {
        let start = Instant::now();
        self.emulator
            .wait_for_exit(PATIENCE)
            .map(|report| (report, start.elapsed()))
            .ok_or_else(|| "the process went on for seconds".to_owned())
    }

    /// The process ends by itself, and says by its status that it failed.
    pub(crate) fn ends_as_failed(&self) -> Found {
        let (report, _) = self.ends()?;
        let seen = exit(&report);
        if report.status == Some(0) {
            Err(seen)
        } else {
            Ok(seen)
        }
    }

    /// The process is told to end, and does so within its time.
    pub(crate) fn terminated(&self) -> Found {
        let start = Instant::now();
        self.emulator.terminate();
        // The report may come later, since the emulator first reads what the process had sent.
        self.until("the end of the process", || self.emulator.pid().is_none())?;
        let time = start.elapsed();
        let (report, _) = self.ends()?;
        let seen = format!("{} after {} ms", exit(&report), time.as_millis());
        if time <= self.grace { Ok(seen) } else { Err(seen) }
    }

    /// Waits until something is so.
    pub(crate) fn until(&self, what: &str, so: impl FnMut() -> bool) -> Result<(), String> {
        self.until_within(PATIENCE, what, so)
    }

    fn until_within(
        &self,
        patience: Duration,
        what: &str,
        mut so: impl FnMut() -> bool,
    ) -> Result<(), String> {
        let end = Instant::now() + patience;
        while !so() {
            if Instant::now() > end {
                return Err(format!("waited {patience:?} for {what}"));
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        Ok(())
    }

    pub(crate) fn until_it_polls(&self) -> Result<(), String> {
        self.until("a poll", || self.emulator.waiting_polls() > 0)
    }

    /// For what may take until the deadline of an invocation.
    pub(crate) fn until_it_polls_within(&self, patience: Duration) -> Result<(), String> {
        self.until_within(patience, "a poll", || self.emulator.waiting_polls() > 0)
    }
}

/// What the function has responded, without the prelude that a streamed response for HTTP integrations has: some
/// runtimes send one always.
pub(crate) fn payload(response: &Response) -> &[u8] {
    let body = response.body.as_ref();
    if response.content_type.as_deref() != Some(FOR_HTTP) {
        return body;
    }
    let end = body
        .windows(PRELUDE_END.len())
        .position(|bytes| bytes == PRELUDE_END);
    end.map_or(body, |at| &body[at + PRELUDE_END.len()..])
}

/// Runtimes that parse events may write them with other blanks.
fn same(response: &[u8], event: &[u8]) -> bool {
    if response == event {
        return true;
    }
    let parse = |bytes| serde_json::from_slice::<serde_json::Value>(bytes).ok();
    parse(response).is_some_and(|value| Some(value) == parse(event))
}

pub(crate) fn shown(answer: &Answer) -> String {
    let text = |text: String| text.chars().take(90).collect::<String>();
    match answer {
        Answer::Response(response) => format!("a response of {} bytes", response.body.len()),
        Answer::Error(error) => format!("an error {}: {}", error.error_type, text(message(&error.body))),
        Answer::Refused(refused) => match refused.status {
            Some(status) => format!("refused with {status}"),
            None => "the answer was cut".to_owned(),
        },
        Answer::Exit(ended) => match (ended.status, ended.signal) {
            (Some(status), _) => format!("the process ended with status {status}"),
            (None, Some(signal)) => format!("the process was ended by signal {signal}"),
            (None, None) => "the process ended".to_owned(),
        },
        Answer::Timeout(_) => "no answer in 6 s".to_owned(),
        other => text(other.text()),
    }
}

fn message(report: &[u8]) -> String {
    serde_json::from_slice::<serde_json::Value>(report)
        .ok()
        .and_then(|report| report["errorMessage"].as_str().map(str::to_owned))
        .unwrap_or_else(|| String::from_utf8_lossy(report).into_owned())
}

pub(crate) fn exit(report: &ExitReport) -> String {
    match (report.status, report.signal) {
        (Some(status), _) => format!("exit status {status}"),
        (None, Some(signal)) => format!("ended by signal {signal}"),
        (None, None) => "ended".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{FOR_HTTP, Response, payload};
    use lambda_emulator::Headers;

    fn response(content_type: &str, body: &'static [u8]) -> Response {
        Response {
            body: body.into(),
            content_type: Some(content_type.to_owned()),
            streamed: true,
            headers: Headers::default(),
            trailers: Headers::default(),
        }
    }

    #[test]
    fn a_prelude_is_no_part_of_what_was_responded() {
        let with = response(
            FOR_HTTP,
            b"{\"statusCode\":200}\0\0\0\0\0\0\0\0xx\0\0\0\0\0\0\0\0",
        );
        assert_eq!(payload(&with), b"xx\0\0\0\0\0\0\0\0");
        let other = response("text/plain", b"a\0\0\0\0\0\0\0\0b");
        assert_eq!(payload(&other).len(), 10);
        assert_eq!(payload(&response(FOR_HTTP, b"broken off")), b"broken off");
    }
}
