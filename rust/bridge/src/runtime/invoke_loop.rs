//! The loop: one event after the other, each answered exactly once.
//!
//! What goes wrong in an invocation is its own answer and the loop goes on. The loop ends when the
//! Runtime API says that the container failed (`500`), or when `/next` has failed more often in a row
//! than there are [`PAUSES`]: then Java's readers wake with the reason, and the process ends non-zero.

use std::sync::Arc;
use std::time::Duration;

use bytes::BytesMut;
use http::StatusCode;
use tokio::task::JoinSet;

use super::Shared;
use super::answer::{Answer, chain};
use super::calls::Calls;
use super::client::{ClientError, Head};
use super::event_head::{Event, EventHead};
use super::report::{Kind, Report};
use super::step::Step;
use super::streaming;
use crate::exchange::{Invocation, InvocationContext, Phase, Reply, Ticket};
use crate::log::Level;

/// What to wait after each failure of `/next` in a row; after the last one the loop ends. Nothing is
/// ever tried again at once, so a Runtime API that is gone keeps no processor busy.
pub(super) const PAUSES: [Duration; 5] = [
    Duration::from_millis(20),
    Duration::from_millis(50),
    Duration::from_millis(100),
    Duration::from_millis(200),
    Duration::from_millis(400),
];

/// How long a poll goes on once the process is ending: for an event that is on its way already. An
/// event that comes after the poll was given up is one that the Runtime API knows to be lost.
const LAST_EVENT: Duration = Duration::from_millis(10);

/// Why one loop has ended.
struct Stop {
    reason: String,
    /// No other loop can go on either.
    fatal: bool,
}

/// Runs this many loops side by side on this thread, each with one event at a time, and returns why the
/// last of them ended. One that fails on its own leaves the others running. The first takes these calls, whose
/// connection may be there already.
pub(super) async fn serve(shared: &Arc<Shared>, concurrency: usize, calls: Calls) -> String {
    if concurrency == 1 {
        return run(shared, calls).await.reason;
    }
    shared.exchange.batch();
    let mut loops = JoinSet::new();
    let others = (1..concurrency).map(|_| shared.calls());
    for calls in std::iter::once(calls).chain(others) {
        let shared = Arc::clone(shared);
        loops.spawn(async move { run(&shared, calls).await });
    }
    let mut reason = String::new();
    while let Some(ended) = loops.join_next().await {
        match ended {
            Ok(stop) if stop.fatal => return stop.reason,
            Ok(stop) => {
                if !loops.is_empty() && shared.exchange.phase() == Phase::Serving {
                    let left = loops.len();
                    let message = format!("{}; {left} of {concurrency} polls go on", stop.reason);
                    shared.log.internal(Level::Error, &message, None);
                }
                reason = stop.reason;
            }
            Err(panicked) => return panicked.to_string(),
        }
    }
    reason
}

async fn run(shared: &Shared, mut calls: Calls) -> Stop {
    let mut draining = std::pin::pin!(shared.exchange.draining());
    let mut failures = 0;
    loop {
        let Some(ticket) = shared.exchange.ticket() else {
            return Stop::of("the process is ending", false);
        };
        let polled = {
            let mut poll = std::pin::pin!(calls.next());
            tokio::select! {
                biased;
                polled = &mut poll => polled,
                () = &mut draining => match tokio::time::timeout(LAST_EVENT, poll).await {
                    Ok(polled) => polled,
                    Err(_) => return Stop::of("the process is ending", false),
                },
            }
        };
        let step = match polled {
            Ok((head, event)) => take(shared, &mut calls, ticket, head, event).await,
            Err(error) => {
                drop(ticket);
                no_event(shared, &error)
            }
        };
        match step {
            Step::Answered => failures = 0,
            Step::Fatal(reason) => return Stop::of(reason, true),
            Step::NoEvent(problem) => match PAUSES.get(failures) {
                Some(pause) => {
                    failures += 1;
                    tokio::time::sleep(*pause).await;
                }
                None => {
                    let times = failures + 1;
                    return Stop::of(
                        format!("GET /next failed {times} times in a row: {problem}"),
                        false,
                    );
                }
            },
        }
    }
}

impl Stop {
    fn of(reason: impl Into<String>, fatal: bool) -> Self {
        Self {
            reason: reason.into(),
            fatal,
        }
    }
}

/// What to do about a poll that failed. An answer that cannot be parsed may have been an event, which
/// is lost then: that is worth a line.
fn no_event(shared: &Shared, error: &ClientError) -> Step {
    let problem = shared.failure(error);
    if matches!(error, ClientError::Malformed(_)) {
        let message =
            format!("the answer to GET /next cannot be parsed, and an event may be lost: {problem}");
        shared.log.internal(Level::Error, &message, None);
    }
    Step::NoEvent(problem)
}

/// Takes the event that came of a poll, and sees it answered.
async fn take(shared: &Shared, calls: &mut Calls, ticket: Ticket, head: Head, event: EventHead) -> Step {
    if head.status != StatusCode::OK {
        drop(ticket);
        return rejected_poll(calls, head).await;
    }
    let Some(event) = event.event() else {
        let problem = "an event came without a usable Lambda-Runtime-Aws-Request-Id, and cannot be answered";
        shared.log.internal(Level::Error, problem, None);
        return Step::NoEvent(problem.to_owned());
    };
    let payload = match calls.body(&head, shared.exchange.buffers.take()).await {
        Ok(payload) => payload,
        Err(error) => {
            let message = format!("the event could not be read: {}", chain(&error));
            shared.log.internal(Level::Error, &message, Some(&event.context));
            let report = Report::internal(Kind::InvalidEvent, message);
            return fail(shared, calls, &event, report).await;
        }
    };
    let mut pending = ticket.offer(Invocation {
        context: Arc::clone(&event.context),
        payload,
    });
    // `pending` is dropped, and so settled, once the answer is posted.
    match pending.reply().await {
        Some(Reply::Buffered(response)) => {
            let posted = calls.respond(&event, &response).await;
            let size = response.len();
            shared.exchange.buffers.recycle(response);
            settle(shared, &event.context, ("response", size), posted)
        }
        Some(Reply::Stream(stream)) => streaming::respond(shared, calls, &event, stream).await,
        Some(Reply::Failed(error)) => {
            let step = fail(shared, calls, &event, Report::of(Kind::UserException, &error)).await;
            // After the answer, which its caller waits for; Lambda freezes nothing before the next poll.
            shared.log.invocation_error(&error, &event.context);
            step
        }
        None => {
            let message = "the process was terminated before the handler had answered".to_owned();
            fail(
                shared,
                calls,
                &event,
                Report::internal(Kind::ShuttingDown, message),
            )
            .await
        }
    }
}

async fn fail(shared: &Shared, calls: &mut Calls, event: &Event, report: Report) -> Step {
    let posted = calls.error(event, &report).await;
    settle(shared, &event.context, ("error", report.body.len()), posted)
}

/// A rejection concerns its invocation only, and answering it once more is never right, so it becomes
/// one line; only a failed container ends the loop. After `413` the caller has its error from Lambda
/// already, and an `/error` would be rejected.
fn settle(
    shared: &Shared,
    context: &InvocationContext,
    (endpoint, size): (&str, usize),
    posted: Result<Answer, ClientError>,
) -> Step {
    let problem = match posted {
        Ok(reply) if reply.status.is_success() => return Step::Answered,
        Ok(reply) if reply.status == StatusCode::INTERNAL_SERVER_ERROR => {
            return Step::Fatal(format!("the Runtime API failed on an answer: {reply}"));
        }
        Ok(reply) => reply.to_string(),
        Err(error) => shared.failure(&error),
    };
    let message = format!("the Runtime API rejected the {endpoint} ({size} bytes): {problem}");
    shared.log.internal(Level::Error, &message, Some(context));
    Step::Answered
}

async fn rejected_poll(calls: &mut Calls, head: Head) -> Step {
    let answer = Answer {
        status: head.status,
        body: calls.body(&head, BytesMut::new()).await.unwrap_or_default(),
    };
    let problem = format!("the Runtime API answered GET /next with {answer}");
    match head.status {
        StatusCode::INTERNAL_SERVER_ERROR => Step::Fatal(problem),
        _ => Step::NoEvent(problem),
    }
}
