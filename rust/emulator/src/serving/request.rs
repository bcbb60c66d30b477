//! What every request of a client goes through: whether it is taken, and the reading of its body.

use super::Ends;
use crate::{
    access::{Access, Clients, Denied},
    bounds::{MAX_BODY_TIME, MAX_CLIENT_DROPPED_BYTES},
};
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::{
    body::{Body, Incoming},
    http::{request::Parts, uri::Authority},
};
use tokio::time::timeout;

/// Why a body was not read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unread {
    TooLarge,
    TooSlow,
    EndedEarly,
}

/// Whether this client may use the server.
pub(crate) fn check_access(allowed_hosts: &[String], ends: Ends, request: &Parts) -> Result<(), Denied> {
    let access = Access {
        clients: Clients::Invokers,
        address: ends.server,
        allowed_hosts,
    };
    let values = |name| {
        let values = request.headers.get_all(name).iter();
        values.map(|value| value.to_str().unwrap_or("?")).collect()
    };
    access.check(values, request.uri.authority().map(Authority::as_str))
}

/// What the body will be at most, as far as it is known before it is read.
pub(crate) fn announced(body: &Incoming, limit: usize) -> usize {
    let exact = body
        .size_hint()
        .exact()
        .and_then(|bytes| usize::try_from(bytes).ok());
    exact.map_or(limit, |bytes| bytes.min(limit))
}

/// Reads a body of at most `limit` bytes.
pub(crate) async fn read(body: &mut Incoming, limit: usize) -> Result<Bytes, Unread> {
    let whole = timeout(MAX_BODY_TIME, Limited::new(body, limit).collect());
    match whole.await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Unread::TooLarge),
        Ok(Err(_)) => Err(Unread::EndedEarly),
        Err(_) => Err(Unread::TooSlow),
    }
}

/// Reads and forgets what is left, since most clients see a refusal only when they have written everything.
pub(crate) async fn drain(body: &mut Incoming) {
    let rest = async {
        let mut rest = Limited::new(body, MAX_CLIENT_DROPPED_BYTES);
        while let Some(Ok(_)) = rest.frame().await {}
    };
    let _ = timeout(MAX_BODY_TIME, rest).await;
}
