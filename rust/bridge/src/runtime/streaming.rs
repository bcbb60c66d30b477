//! Responses in pieces: posted while the handler still writes.

use http::{HeaderValue, StatusCode};

use super::Shared;
use super::headers::ReplyIds;
use super::invoke_loop::Step;
use super::stream_body::StreamBody;
use crate::exchange::{InvocationContext, Stream};
use crate::log::Level;

/// Posts a stream and sees it through. What is refused or breaks off wakes the handler with the reason,
/// and becomes one line; no further event is requested before the handler has ended, which would find
/// nobody to take it.
pub(super) async fn respond(
    shared: &Shared,
    ids: &ReplyIds,
    context: &InvocationContext,
    stream: Stream,
) -> Step {
    let control = stream.control();
    // Checked before the stream is begun; what is no header value is left out.
    let content_type = stream
        .content_type
        .as_deref()
        .and_then(|text| HeaderValue::try_from(text).ok());
    let body = StreamBody::new(stream);
    let posted = shared
        .api
        .respond_in_pieces(ids, content_type.as_ref(), body)
        .await;
    let problem = match posted {
        Ok(reply) if reply.status.is_success() => {
            control.ended().await;
            return Step::Answered;
        }
        Ok(reply) if reply.status == StatusCode::INTERNAL_SERVER_ERROR => {
            let reason = format!("the Runtime API failed on an answer: {reply}");
            control.refuse(reason.as_str());
            return Step::Fatal(reason);
        }
        Ok(reply) => format!("the Runtime API answered {reply}"),
        Err(error) => shared.api.failure(&error),
    };
    control.refuse(problem.as_str());
    let message = format!("the response could not be streamed to its end: {problem}");
    shared.log.internal(Level::Error, &message, Some(context));
    control.ended().await;
    Step::Answered
}
