//! `InvokeWithResponseStream`: the bytes of a response as they come from the function, in frames of
//! `application/vnd.amazon.eventstream`, and a last frame that says how the invocation ended.
//!
//! Source: AWS Lambda API Reference, page "InvokeWithResponseStream"; the frames from the page "Event stream
//! encoding" of Amazon Transcribe, which has the same. That a function's error has the code `Unhandled`, as the header of
//! `Invoke` has it, is an inference.

use super::reply::{Reply, body, with_header};
use crate::{
    answer::{Answer, Completion},
    emulator::Emulator,
    error::EmulatorError,
    event::Event,
    part::{self, Part},
    piece::Piece,
    serving::{Admitted, Received},
    wire,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::{BufMut, Bytes, BytesMut};
use hyper::Response;
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::sync::mpsc;

/// The largest payload of a frame, in bytes. The format's own limit is 16 MiB.
const MAX_PAYLOAD: usize = 128 * 1024;

/// The type of a header's value that is a string.
const STRING: u8 = 7;

/// Invokes the function, and replies before it has answered.
pub(super) fn reply(emulator: Arc<Emulator>, event: Event, with_log: bool, admitted: Admitted) -> Reply {
    let request_id = uuid::Uuid::new_v4().to_string();
    let (frames, to_client) = mpsc::channel(1);
    let parts = part::invoke(emulator, event.request_id(request_id.clone()), admitted);
    tokio::spawn(forward(parts, frames, with_log));
    let reply = Response::new(body(Received(to_client)));
    let reply = with_header(reply, "Content-Type", "application/vnd.amazon.eventstream");
    let reply = with_header(reply, "X-Amz-Executed-Version", "$LATEST");
    with_header(reply, "x-amzn-RequestId", &request_id)
}

async fn forward(mut parts: mpsc::Receiver<Part>, frames: mpsc::Sender<Bytes>, with_log: bool) {
    while let Some(part) = parts.recv().await {
        match part {
            Part::Piece(Piece::Begin(_)) => {}
            Part::Piece(Piece::Bytes(piece)) => send(&frames, &piece).await,
            Part::End(ended) => {
                if let Ok(Completion {
                    answer: Answer::Response(response),
                    ..
                }) = &*ended
                    && !response.streamed
                {
                    send(&frames, &response.body).await;
                }
                let complete = complete(&ended, with_log).to_string();
                let last = frame("InvokeComplete", "application/json", complete.as_bytes());
                let _gone = frames.send(last).await;
            }
        }
    }
}

async fn send(frames: &mpsc::Sender<Bytes>, bytes: &[u8]) {
    for payload in bytes.chunks(MAX_PAYLOAD) {
        let chunk = frame("PayloadChunk", "application/octet-stream", payload);
        let _gone = frames.send(chunk).await;
    }
}

/// What the last frame says: nothing, where all went well.
fn complete(ended: &Result<Completion, EmulatorError>, with_log: bool) -> Value {
    let mut complete = json!({});
    match ended {
        Ok(completion) => {
            if completion.answer.response().is_none() {
                complete["ErrorCode"] = "Unhandled".into();
                complete["ErrorDetails"] = match &completion.answer {
                    Answer::Refused(_) => "the script refused the function's answer".into(),
                    answer => answer.text().into(),
                };
            }
            if with_log {
                let tail = completion.log_tail.len().saturating_sub(wire::LOG_TAIL);
                complete["LogResult"] = STANDARD.encode(&completion.log_tail[tail..]).into();
            }
        }
        Err(error) => {
            complete["ErrorCode"] = "ServiceException".into();
            complete["ErrorDetails"] = error.to_string().into();
        }
    }
    complete
}

/// Total length, length of the headers, a checksum of both; headers; payload; a checksum of all.
fn frame(event_type: &str, content_type: &str, payload: &[u8]) -> Bytes {
    let mut headers = BytesMut::new();
    for (name, value) in [
        (":message-type", "event"),
        (":event-type", event_type),
        (":content-type", content_type),
    ] {
        // All of them are short.
        headers.put_u8(u8::try_from(name.len()).unwrap_or(0));
        headers.put_slice(name.as_bytes());
        headers.put_u8(STRING);
        headers.put_u16(u16::try_from(value.len()).unwrap_or(0));
        headers.put_slice(value.as_bytes());
    }
    let length = 12 + headers.len() + payload.len() + 4;
    let mut frame = BytesMut::with_capacity(length);
    frame.put_u32(u32::try_from(length).unwrap_or(0));
    frame.put_u32(u32::try_from(headers.len()).unwrap_or(0));
    frame.put_u32(crc32fast::hash(&frame));
    frame.put_slice(&headers);
    frame.put_slice(payload);
    frame.put_u32(crc32fast::hash(&frame));
    frame.freeze()
}

#[cfg(test)]
mod tests {
    use super::frame;

    /// Read by botocore, as they stand here.
    #[test]
    fn frames_are_those_that_the_sdks_read() {
        let hexadecimal = |frame: &[u8]| frame.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        assert_eq!(
            hexadecimal(&frame("PayloadChunk", "application/octet-stream", b"hi")),
            "0000006c0000005ab25efdcf0d3a6d6573736167652d747970650700056576656e740b3a6576656e742d7479706507000c\
             5061796c6f61644368756e6b0d3a636f6e74656e742d747970650700186170706c69636174696f6e2f6f637465742d7374\
             7265616d6869314138e4"
        );
        assert_eq!(
            hexadecimal(&frame("InvokeComplete", "application/json", b"{}")),
            "00000066000000541f56c8690d3a6d6573736167652d747970650700056576656e740b3a6576656e742d7479706507000e\
             496e766f6b65436f6d706c6574650d3a636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e7b7d\
             face259a"
        );
    }
}
