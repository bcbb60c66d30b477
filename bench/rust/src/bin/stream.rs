//! A response in pieces on `lambda_runtime` alone: as many bytes as the event asks for, of which the one at position
//! n is n modulo 251. Each piece has memory of its own, as one has that a handler makes; with the argument "shared" all
//! are parts of the same memory, which is sent without a copy.

use bytes::Bytes;
use lambda_runtime::streaming::{Body, Response, channel};
use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde_json::Value;

const PERIOD: usize = 251;
const PIECE: usize = 64 * 1024;

fn main() -> Result<(), Error> {
    let pattern: Vec<u8> = (0..=u8::MAX).take(PERIOD).cycle().take(PIECE + PERIOD).collect();
    let pattern = Bytes::from(pattern);
    let executor = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let shared = std::env::args()
        .nth(1)
        .is_some_and(|argument| argument == "shared");
    executor.block_on(run(service_fn(async |event: LambdaEvent<Value>| {
        respond(&event.payload, pattern.clone(), shared)
    })))
}

fn respond(event: &Value, pattern: Bytes, shared: bool) -> Result<Response<Body>, Error> {
    let bytes = event["bytes"].as_u64().ok_or("bytes")?;
    let bytes = usize::try_from(bytes)?;
    let (mut sender, body) = channel();
    tokio::spawn(async move {
        let mut position = 0;
        while position < bytes {
            let start = position % PERIOD;
            let part = start..start + PIECE.min(bytes - position);
            let piece = if shared {
                pattern.slice(part)
            } else {
                Bytes::copy_from_slice(&pattern[part])
            };
            position += piece.len();
            if sender.send_data(piece).await.is_err() {
                return;
            }
        }
    });
    Ok(Response::from(body))
}
