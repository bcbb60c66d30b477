//! Replies, whole ones and the ones that the script breaks.

use super::Connection;
use crate::{
    bounds::MAX_WRITE_STALL,
    script::{Cut, HeaderChange, Misbehaviour},
    wire::error_report,
};
use bytes::{Buf, BufMut, Bytes, BytesMut};
use std::{
    io::{self, Write},
    time::Instant,
};
use tokio::{io::AsyncWriteExt, time::timeout};

/// A reply before it is bytes.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    pub(crate) body: Bytes,
}

impl Reply {
    /// A reply with a JSON body.
    pub(crate) fn json(status: u16, body: impl Into<Bytes>) -> Self {
        Reply {
            status,
            headers: vec![("Content-Type".to_owned(), b"application/json".to_vec())],
            body: body.into(),
        }
    }

    /// The reply to an answer that was taken.
    pub(crate) fn accepted() -> Self {
        Reply::json(202, Bytes::from_static(b"{\"status\":\"OK\"}\n"))
    }

    /// A refusal in the form of the Runtime API.
    pub(crate) fn refusal(status: u16, error_type: &str, message: &str) -> Self {
        Reply::json(status, error_report(error_type, message))
    }

    pub(crate) fn header(mut self, name: &str, value: impl Into<Vec<u8>>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    fn change(&mut self, misbehaviour: &Misbehaviour) {
        if let Some(status) = misbehaviour.status {
            self.status = status;
        }
        if let Some(body) = &misbehaviour.body {
            self.body = body.clone();
        }
        if let Some(size) = misbehaviour.chunked {
            self.headers
                .push(("Transfer-Encoding".to_owned(), b"chunked".to_vec()));
            self.body = in_chunks(&self.body, size);
        } else {
            self.headers.push((
                "Content-Length".to_owned(),
                self.body.len().to_string().into_bytes(),
            ));
        }
        for change in &misbehaviour.headers {
            match change {
                HeaderChange::Remove(name) => self
                    .headers
                    .retain(|(found, _)| !found.eq_ignore_ascii_case(name)),
                HeaderChange::Set(name, value) => {
                    self.headers
                        .retain(|(found, _)| !found.eq_ignore_ascii_case(name));
                    self.headers.push((name.clone(), value.clone()));
                }
                HeaderChange::Add(name, value) => self.headers.push((name.clone(), value.clone())),
            }
        }
    }

    fn head(&self) -> BytesMut {
        let mut head = BytesMut::with_capacity(1024).writer();
        // Writing into memory cannot fail.
        let _ = write!(head, "HTTP/1.1 {} {}\r\n", self.status, reason(self.status));
        let mut head = head.into_inner();
        for (name, value) in &self.headers {
            head.extend_from_slice(name.as_bytes());
            head.extend_from_slice(b": ");
            head.extend_from_slice(value);
            head.extend_from_slice(b"\r\n");
        }
        head.extend_from_slice(b"\r\n");
        head
    }
}

impl Connection {
    /// Writes a reply, broken as the script says, and tells when its first byte was about to be written.
    ///
    /// The flag is false if the connection is of no further use.
    pub(crate) async fn reply(
        &mut self,
        mut reply: Reply,
        misbehaviour: Option<&Misbehaviour>,
    ) -> io::Result<(Instant, bool)> {
        let Some(misbehaviour) = misbehaviour else {
            reply.headers.push((
                "Content-Length".to_owned(),
                reply.body.len().to_string().into_bytes(),
            ));
            let mut message = reply.head().chain(reply.body);
            let start = Instant::now();
            while message.has_remaining() {
                timeout(MAX_WRITE_STALL, self.stream.write_buf(&mut message)).await??;
            }
            return Ok((start, true));
        };
        if let Some(delay) = misbehaviour.delay {
            tokio::time::sleep(delay).await;
        }
        reply.change(misbehaviour);
        let mut message = reply.head();
        message.extend_from_slice(&reply.body);
        let start = Instant::now();
        let keep = match misbehaviour.cut {
            Some(Cut::CloseInsteadOfReply | Cut::CloseBeforeBody) => false,
            Some(Cut::ResetInsteadOfReply | Cut::ResetBeforeBody) => {
                self.reset_on_drop();
                false
            }
            Some(Cut::HalfCloseInsteadOfReply) => {
                self.stream.shutdown().await?;
                self.drain().await;
                false
            }
            Some(Cut::CloseAfter(length)) => {
                self.write_slowly(&message[..length.min(message.len())], misbehaviour)
                    .await?;
                false
            }
            Some(Cut::ResetAfter(length)) => {
                self.write_slowly(&message[..length.min(message.len())], misbehaviour)
                    .await?;
                self.reset_on_drop();
                false
            }
            Some(Cut::CloseAfterReply) => {
                self.write_slowly(&message, misbehaviour).await?;
                false
            }
            None => {
                self.write_slowly(&message, misbehaviour).await?;
                true
            }
        };
        Ok((start, keep))
    }

    async fn write_slowly(&mut self, message: &[u8], misbehaviour: &Misbehaviour) -> io::Result<()> {
        let Some((size, pause)) = misbehaviour.dribble else {
            return self.stream.write_all(message).await;
        };
        for piece in message.chunks(size) {
            self.stream.write_all(piece).await?;
            tokio::time::sleep(pause).await;
        }
        Ok(())
    }
}

fn in_chunks(body: &[u8], size: usize) -> Bytes {
    let mut chunks = BytesMut::with_capacity(body.len() + body.len() / size * 12 + 32);
    for piece in body.chunks(size) {
        chunks.extend_from_slice(format!("{:x}\r\n", piece.len()).as_bytes());
        chunks.extend_from_slice(piece);
        chunks.extend_from_slice(b"\r\n");
    }
    chunks.extend_from_slice(b"0\r\n\r\n");
    chunks.freeze()
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        202 => "Accepted",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        410 => "Gone",
        413 => "Request Entity Too Large",
        414 => "URI Too Long",
        431 => "Request Header Fields Too Large",
        503 => "Service Unavailable",
        500 => "Internal Server Error",
        _ => "Scripted",
    }
}
