//! `POST .../response`, `.../error` and `/init/error`: what is taken, what is refused, and what the caller of
//! the function gets in either case.

use super::{KeepAlive, Route, Session};
use crate::{
    answer::{Answer, FunctionError, Phase, Refused, Response},
    environment::{Invocation, NotAnswerable, Progress, Stage},
    http::{Body, BodyEnd, Head, Headers, Reply},
    pace::Pace,
    piece::Piece,
    script::{CallKind, Cut, Misbehaviour},
    wire,
};
use base64::Engine;
use bytes::Bytes;
use std::{io, sync::Arc};

const NOT_ALLOWED: &str = "State transition is not allowed";

impl Session<'_> {
    pub(super) async fn response(
        &mut self,
        head: &Head,
        request_id: &str,
        misbehaviour: Option<&Misbehaviour>,
    ) -> io::Result<KeepAlive> {
        let mode = head
            .headers
            .get(wire::RESPONSE_MODE)
            .filter(|mode| !mode.is_empty());
        let streamed = mode == Some("streaming");
        let limit = limit(streamed);
        let rate = self.environment.settings.stream_rate.filter(|_| streamed);
        self.connection.pace = rate.map(Pace::new);
        if self.connection.reading.until.is_some() {
            return self.stop_within_body(head, request_id, limit, misbehaviour).await;
        }
        if let Some(status) = scripted_refusal(misbehaviour) {
            let body = self.read_body(head, CallKind::Response, limit).await;
            self.refuse(head, request_id, Some(status), body.bytes, false);
            return self
                .reply(
                    Reply::refusal(status, "Scripted", "this response was told to fail"),
                    misbehaviour,
                )
                .await;
        }
        let opened = self.open(head, request_id);
        let client = opened.as_ref().ok();
        let reader = client.and_then(|invocation| invocation.event.reader.clone());
        let streamed = streamed || mode.is_none() && reader.is_some() && head.is_chunked();
        let limit = self::limit(streamed);
        self.connection.reader = reader.clone().filter(|_| streamed);
        let client = client.filter(|_| streamed);
        self.connection.pieces = client.and_then(|invocation| invocation.event.pieces.clone());
        self.connection.counter = client.and_then(|invocation| self.environment.counter(invocation));
        if let Some(pieces) = &self.connection.pieces {
            let content_type = head.headers.get("Content-Type").map(str::to_owned);
            let _gone = pieces.send(Piece::Begin(content_type)).await;
        }
        let mut body = self
            .read_answer(head, CallKind::Response, limit, opened.is_ok())
            .await;
        self.connection.reader = None;
        self.connection.counter = None;
        if let Some(reader) = reader.filter(|_| !head.is_chunked()) {
            reader.read(&std::mem::take(&mut body.bytes), self.connection.last_read);
        }
        // A body with a length comes as one piece.
        if let Some(pieces) = self.connection.pieces.take().filter(|_| !head.is_chunked()) {
            let _gone = pieces.send(Piece::Bytes(body.bytes.clone())).await;
        }
        let invocation = match opened {
            Ok(invocation) => invocation,
            Err(refusal) => return self.reply(refusal, misbehaviour).await,
        };
        let platform = |error_type, message: &str| {
            Answer::Error(FunctionError::by_platform(Phase::Invocation, error_type, message))
        };
        let (stage, answer, reply) = if mode.is_some() && !streamed {
            let answer = platform(wire::INVALID_RESPONSE_MODE, "Invalid function response mode");
            let reply = Reply::refusal(
                400,
                "InvalidFunctionResponseMode",
                "Invalid function response mode",
            );
            (Stage::Answered, answer, reply)
        } else {
            match body.end {
                BodyEnd::Whole => (Stage::Answered, taken(head, body, streamed), Reply::accepted()),
                BodyEnd::TooLarge => {
                    let caller = format!(
                        "Response payload size exceeded maximum allowed payload size ({limit} bytes)."
                    );
                    let function = format!("Exceeded maximum allowed payload size ({limit} bytes).");
                    let reply = Reply::refusal(413, "RequestEntityTooLarge", &function);
                    (
                        Stage::TooLarge,
                        platform(wire::RESPONSE_SIZE_TOO_LARGE, &caller),
                        reply,
                    )
                }
                BodyEnd::Truncated | BodyEnd::Stopped | BodyEnd::Refused(_) => {
                    let answer = platform(wire::TRUNCATED_RESPONSE, "Response was truncated");
                    let reply =
                        Reply::refusal(400, "TruncatedHTTPRequest", "HTTP request detected as truncated");
                    (Stage::Answered, answer, reply)
                }
            }
        };
        let reply = if self.end(&invocation, stage, answer) {
            reply
        } else {
            over()
        };
        self.reply(reply, misbehaviour).await
    }

    /// Replies to a response, or cuts its connection, before it has come to its end.
    async fn stop_within_body(
        &mut self,
        head: &Head,
        request_id: &str,
        limit: usize,
        misbehaviour: Option<&Misbehaviour>,
    ) -> io::Result<KeepAlive> {
        let body = self.read_body(head, CallKind::Response, limit).await;
        let status = misbehaviour.and_then(|misbehaviour| misbehaviour.status);
        self.refuse(head, request_id, status, body.bytes, false);
        match misbehaviour.and_then(|misbehaviour| misbehaviour.cut) {
            Some(Cut::ResetBeforeBody) => self.connection.reset_on_drop(),
            Some(_) => {}
            None => {
                let message = "this response was told to fail before its end";
                let reply = Reply::refusal(status.unwrap_or(400), "Scripted", message);
                self.connection.refuse(reply).await;
            }
        }
        Ok(false)
    }

    pub(super) async fn error(
        &mut self,
        head: &Head,
        request_id: &str,
        misbehaviour: Option<&Misbehaviour>,
    ) -> io::Result<KeepAlive> {
        if let Some(status) = scripted_refusal(misbehaviour) {
            let body = self.read_body(head, CallKind::Error, wire::RESPONSE_LIMIT).await;
            self.refuse(head, request_id, Some(status), body.bytes, true);
            return self
                .reply(
                    Reply::refusal(status, "Scripted", "this report was told to fail"),
                    misbehaviour,
                )
                .await;
        }
        let opened = self.open(head, request_id);
        let body = self
            .read_answer(head, CallKind::Error, wire::RESPONSE_LIMIT, opened.is_ok())
            .await;
        let invocation = match opened {
            Ok(invocation) => invocation,
            Err(refusal) => return self.reply(refusal, misbehaviour).await,
        };
        let answer = Answer::Error(reported(Phase::Invocation, &head.headers, body.bytes));
        let reply = if self.end(&invocation, Stage::Answered, answer) {
            Reply::accepted()
        } else {
            over()
        };
        self.reply(reply, misbehaviour).await
    }

    pub(super) async fn init_error(
        &mut self,
        head: &Head,
        route: &Route<'_>,
        misbehaviour: Option<&Misbehaviour>,
    ) -> io::Result<KeepAlive> {
        let body = self.read_body(head, route.kind(), wire::RESPONSE_LIMIT).await;
        let (phase, late) = match route {
            Route::RestoreError => (Phase::Restore, true),
            _ => (Phase::Init, false),
        };
        let answer = Answer::Error(reported(phase, &head.headers, body.bytes));
        let taken = {
            let mut state = self.environment.state();
            let allowed = matches!(state.progress, Progress::Init) && late == state.restored.is_some();
            if allowed {
                state.progress = Progress::InitError(answer);
            }
            allowed
        };
        self.environment.announce();
        let reply = if taken {
            Reply::accepted()
        } else {
            invalid_state("Ready", "InitError")
        };
        self.reply(reply, misbehaviour).await
    }

    /// Ends an invocation whose answer the script refuses.
    pub(super) fn refuse(
        &self,
        head: &Head,
        request_id: &str,
        status: Option<u16>,
        body: Bytes,
        is_error: bool,
    ) {
        if let Ok(invocation) = self.open(head, request_id) {
            let stage = if status == Some(413) {
                Stage::TooLarge
            } else {
                Stage::Answered
            };
            let headers = head.headers.clone();
            self.end(
                &invocation,
                stage,
                Answer::Refused(Refused {
                    status,
                    body,
                    is_error,
                    headers,
                }),
            );
        }
    }

    fn open(&self, head: &Head, request_id: &str) -> Result<Arc<Invocation>, Reply> {
        let invocation_id = head
            .headers
            .get(wire::INVOCATION_ID)
            .filter(|_| self.environment.settings.send_invocation_id);
        self.environment
            .state()
            .begin_answer(request_id, invocation_id)
            .map_err(|reason| match reason {
                NotAnswerable::UnknownRequestId => {
                    Reply::refusal(400, "InvalidRequestID", "Invalid request ID")
                }
                NotAnswerable::InvalidStateTransition(from) => {
                    invalid_state(from, "RuntimeInvocationResponseState")
                }
                NotAnswerable::Over | NotAnswerable::StaleInvocationId => over(),
            })
    }

    fn end(&self, invocation: &Arc<Invocation>, stage: Stage, answer: Answer) -> bool {
        self.environment
            .state()
            .end(invocation, stage, Some((answer, self.connection.last_read)))
    }
}

fn limit(streamed: bool) -> usize {
    match streamed {
        true => wire::STREAMED_RESPONSE_LIMIT,
        false => wire::RESPONSE_LIMIT,
    }
}

fn scripted_refusal(misbehaviour: Option<&Misbehaviour>) -> Option<u16> {
    misbehaviour
        .and_then(|misbehaviour| misbehaviour.status)
        .filter(|status| *status >= 300)
}

fn invalid_state(from: &str, to: &str) -> Reply {
    let message = format!("State transition from {from} to {to} failed for runtime. Error: {NOT_ALLOWED}");
    Reply::refusal(403, "InvalidStateTransition", &message)
}

fn over() -> Reply {
    Reply::refusal(410, "InvokeTimeout", "the invocation is over")
}

/// A whole response, which is an error all the same if its trailers say so.
fn taken(head: &Head, body: Body, streamed: bool) -> Answer {
    if let Some(error_type) = body.trailers.get(wire::FUNCTION_ERROR_TYPE).filter(|_| streamed) {
        let report = body.trailers.get(wire::FUNCTION_ERROR_BODY).unwrap_or_default();
        let report = base64::engine::general_purpose::STANDARD
            .decode(report)
            .unwrap_or_default();
        return Answer::Error(FunctionError {
            phase: Phase::Invocation,
            error_type: platform_error_type(Some(error_type)),
            body: report.into(),
            headers: head.headers.clone(),
            after_first_byte: true,
        });
    }
    Answer::Response(Response {
        body: body.bytes,
        content_type: head.headers.get("Content-Type").map(str::to_owned),
        streamed,
        headers: head.headers.clone(),
        trailers: body.trailers,
    })
}

fn reported(phase: Phase, headers: &Headers, body: Bytes) -> FunctionError {
    FunctionError {
        phase,
        error_type: platform_error_type(headers.get(wire::FUNCTION_ERROR_TYPE)),
        body,
        headers: headers.clone(),
        after_first_byte: false,
    }
}

/// The error type as the platform takes it over (`internal/lambda/fatalerror` of AWS's emulator).
fn platform_error_type(sent: Option<&str>) -> String {
    let sent = sent.unwrap_or_default();
    let name = sent
        .strip_prefix("Runtime.")
        .or_else(|| sent.strip_prefix("Function."));
    let well_formed = name.is_some_and(|name| {
        name.starts_with(|first: char| first.is_ascii_uppercase())
            && name.chars().all(|c| c.is_ascii_alphabetic())
    });
    match well_formed {
        true => sent.to_owned(),
        false if sent.starts_with("Function.") => "Function.Unknown".to_owned(),
        false => "Runtime.Unknown".to_owned(),
    }
}
