//! Responses in pieces: posted while the handler still writes.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::{HeaderValue, StatusCode};

use super::Shared;
use super::calls::Calls;
use super::event_head::Event;
use super::step::Step;
use super::stream_body::StreamBody;
use crate::exchange::{Stream, StreamEnd};
use crate::log::Level;

/// Posts a stream and sees it through. What is refused or breaks off wakes the handler with the reason,
/// and becomes one line; no further event is requested before the handler has ended, which would find
/// nobody to take it.
pub(super) async fn respond(shared: &Shared, calls: &mut Calls, event: &Event, mut stream: Stream) -> Step {
    let context = &event.context;
    let control = stream.control();
    // Checked before the stream is begun; what is no header value is left out.
    let content_type = stream
        .content_type
        .as_deref()
        .and_then(|text| HeaderValue::try_from(text).ok());
    let body = StreamBody::new(stream, &shared.exchange);
    let post = async {
        let posted = calls.respond_in_pieces(event, content_type.as_ref(), body).await;
        match posted {
            Ok(reply) if reply.status.is_success() => match control.read().await {
                Some(_) => Ok(None),
                None => {
                    let status = reply.status;
                    Ok(Some(format!(
                        "the Runtime API answered {status} before the end of the response"
                    )))
                }
            },
            Ok(reply) if reply.status == StatusCode::INTERNAL_SERVER_ERROR => {
                Err(format!("the Runtime API failed on an answer: {reply}"))
            }
            Ok(reply) => Ok(Some(format!("the Runtime API answered {reply}"))),
            Err(error) => Ok(Some(shared.failure(&error))),
        }
    };
    let problem = tokio::select! {
        biased;
        problem = post => problem,
        () = passed(context.deadline_ms) => Ok(Some("the deadline of the invocation has passed".to_owned())),
    };
    match problem {
        Ok(None) => {}
        Ok(Some(problem)) => {
            control.refuse(&problem);
            let message = format!("the response could not be streamed to its end: {problem}");
            shared.log.internal(Level::Error, &message, Some(context));
        }
        Err(fatal) => {
            control.refuse(&fatal);
            return Step::Fatal(fatal);
        }
    }
    if let StreamEnd::Failed(error) = control.ended().await {
        shared.log.invocation_error(&error, context);
    }
    Step::Answered
}

/// Resolves when the deadline passes: then nobody waits for the response any more. Never, where there is
/// none, or where it had passed when the response began: then it may be the clock that is wrong, and the
/// Runtime API says itself what it does not take.
async fn passed(deadline_ms: Option<u64>) {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).ok();
    let left = deadline_ms
        .map(Duration::from_millis)
        .zip(now)
        .and_then(|(deadline, now)| deadline.checked_sub(now));
    match left {
        Some(left) => tokio::time::sleep(left).await,
        None => std::future::pending().await,
    }
}
