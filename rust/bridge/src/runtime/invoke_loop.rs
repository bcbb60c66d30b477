//! The loop: one event after the other, each answered exactly once.
//!
//! What an invocation can do wrong is its own answer and the loop goes on. The loop ends when the
//! Runtime API says that the container failed (`500`), or when `/next` has failed [`PAUSES`] times in a
//! row: then Java's readers wake with the reason, and the process ends non-zero.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::StatusCode;
use hyper::body::Incoming;
use lambda_runtime::Error;

use super::api::{self, Api, Said};
use super::context::{self, Answering};
use super::report::{Kind, Report};
use super::{chain, extension};
use crate::exchange::{Exchange, Invocation, InvocationContext, Outcome};
use crate::log::{Level, Log};

/// What to wait after each failure of `/next` in a row; after the last one the loop ends. Nothing is
/// ever tried again at once, so a Runtime API that is gone keeps no processor busy.
const PAUSES: [Duration; 5] = [
    Duration::from_millis(20),
    Duration::from_millis(50),
    Duration::from_millis(100),
    Duration::from_millis(200),
    Duration::from_millis(400),
];

/// Why the loop ends.
struct End(String);

/// Runs the loop to its end and says why it ended.
pub(super) async fn run(exchange: &Arc<Exchange>, api: &Arc<Api>, log: &Log) -> String {
    extension::register(api).await;
    let mut failures = 0;
    loop {
        match turn(exchange, api, log).await {
            Ok(Ok(())) => failures = 0,
            Err(End(reason)) => return reason,
            Ok(Err(problem)) => match PAUSES.get(failures) {
                Some(pause) => {
                    failures += 1;
                    tokio::time::sleep(*pause).await;
                }
                None => {
                    return format!("no event could be had {} times in a row: {problem}", failures + 1);
                }
            },
        }
    }
}

/// Takes one event and sees it answered. The inner error is a failure to take one.
async fn turn(exchange: &Arc<Exchange>, api: &Api, log: &Log) -> Result<Result<(), String>, End> {
    let response = match api.next().await {
        Ok(response) => response,
        Err(error) => return Ok(Err(chain(error.as_ref()))),
    };
    let (parts, body) = response.into_parts();
    if parts.status != StatusCode::OK {
        return refused(parts.status, body).await;
    }
    let Some(answering) = context::answering(&parts.headers) else {
        let problem = "an event came without a usable Lambda-Runtime-Aws-Request-Id, and cannot be answered";
        log.own(Level::Error, problem, None);
        return Ok(Err(problem.to_owned()));
    };
    let context = Arc::new(context::context(&parts.headers, &answering.request_id));
    let posted = match api::read(body, exchange.buffer()).await {
        Ok(payload) => invoke(exchange, api, &answering, Arc::clone(&context), payload).await?,
        Err(error) => {
            let message = format!("the event could not be read: {}", chain(error.as_ref()));
            log.own(Level::Error, &message, Some(&context));
            let report = Report::own(Kind::InvalidEvent, message);
            ("error", 0, api.error(&answering, report).await)
        }
    };
    settle(log, &context, posted)?;
    Ok(Ok(()))
}

/// Which endpoint was called with how many bytes, and what came of it.
type Posted = (&'static str, usize, Result<Said, Error>);

async fn invoke(
    exchange: &Arc<Exchange>,
    api: &Api,
    answering: &Answering,
    context: Arc<InvocationContext>,
    payload: Bytes,
) -> Result<Posted, End> {
    let outcome = match exchange.offer(Invocation { context, payload }) {
        Ok(outcome) => outcome.await,
        Err(closed) => {
            let report = Report::own(Kind::ShuttingDown, closed.to_string());
            return Ok(("error", report.body.len(), api.error(answering, report).await));
        }
    };
    let posted = match outcome {
        Ok(Outcome::Success(response)) => {
            let size = response.len();
            let said = api.respond(answering, response.clone()).await;
            exchange.give_back(response);
            ("response", size, said)
        }
        Ok(Outcome::Failure(thrown)) => {
            let report = Report::of(Kind::UserException, &thrown);
            ("error", report.body.len(), api.error(answering, report).await)
        }
        Err(_) => return Err(End("the exchange is gone".to_owned())),
    };
    exchange.settled();
    Ok(posted)
}

/// A refusal is for its invocation only, and repeating an answer is never right, so it becomes one
/// line; only a failed container ends the loop. After `413` the caller has its error from Lambda
/// already, and an `/error` would be refused.
fn settle(log: &Log, context: &InvocationContext, (endpoint, size, said): Posted) -> Result<(), End> {
    let problem = match said {
        Ok(said) if said.status.is_success() => return Ok(()),
        Ok(said) if said.status == StatusCode::INTERNAL_SERVER_ERROR => {
            return Err(End(format!("the Runtime API failed on an answer: {said}")));
        }
        Ok(said) => said.to_string(),
        Err(error) => chain(error.as_ref()),
    };
    let message = format!("the Runtime API did not take the {endpoint} of {size} bytes: {problem}");
    log.own(Level::Error, &message, Some(context));
    Ok(())
}

async fn refused(status: StatusCode, body: Incoming) -> Result<Result<(), String>, End> {
    let body = api::read(body, BytesMut::new()).await.unwrap_or_default();
    let problem = format!("the Runtime API answered /next with {}", Said { status, body });
    if status == StatusCode::INTERNAL_SERVER_ERROR {
        return Err(End(problem));
    }
    Ok(Err(problem))
}
