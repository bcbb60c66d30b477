//! A client that sees and writes every byte.

use crate::function::PATIENCE;
use lambda_emulator::Emulator;
use serde_json::Value;
use std::{
    io::{self, Read, Write},
    net::{Shutdown, SocketAddr, TcpStream},
};

/// One connection.
pub(crate) struct Client {
    pub(crate) stream: TcpStream,
    ahead: Vec<u8>,
}

/// A whole reply.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) head: Vec<u8>,
    pub(crate) body: Vec<u8>,
    /// Sizes of the chunks that the body came in.
    pub(crate) chunks: Vec<usize>,
}

impl Client {
    pub(crate) fn to(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        Client {
            stream,
            ahead: Vec::new(),
        }
    }

    /// A runtime's connection.
    pub(crate) fn runtime(emulator: &Emulator) -> Self {
        Self::to(emulator.runtime_api())
    }

    /// The server's address, as `Host` must be.
    pub(crate) fn host(&self) -> String {
        self.stream.peer_addr().unwrap().to_string()
    }

    pub(crate) fn write(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream.write_all(bytes.as_ref()).unwrap();
    }

    /// Writes a request; `headers` are whole lines.
    pub(crate) fn send(&mut self, method: &str, path: &str, headers: &str, body: &[u8]) {
        let length = body.len();
        let host = self.host();
        let head =
            format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\n{headers}Content-Length: {length}\r\n\r\n");
        self.write([head.as_bytes(), body].concat());
    }

    pub(crate) fn call(&mut self, method: &str, path: &str, headers: &str, body: &[u8]) -> Reply {
        self.send(method, path, headers, body);
        self.read()
    }

    /// Asks for the next event without reading it.
    pub(crate) fn poll(&mut self) {
        let host = self.host();
        self.write(format!(
            "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: {host}\r\n\r\n"
        ));
    }

    pub(crate) fn next(&mut self) -> Reply {
        self.poll();
        self.read()
    }

    /// Posts to the Runtime API.
    pub(crate) fn post(&mut self, path: &str, headers: &str, body: impl AsRef<[u8]>) -> Reply {
        self.call(
            "POST",
            &format!("/2018-06-01/runtime/{path}"),
            headers,
            body.as_ref(),
        )
    }

    /// Answers an event with a response.
    pub(crate) fn respond(&mut self, event: &Reply, body: impl AsRef<[u8]>) -> Reply {
        self.post(&response_to(event), "", body)
    }

    pub(crate) fn finish_writing(&self) {
        self.stream.shutdown(Shutdown::Write).unwrap();
    }

    /// Everything up to the end of the connection.
    pub(crate) fn rest(&mut self) -> io::Result<Vec<u8>> {
        let mut rest = std::mem::take(&mut self.ahead);
        self.stream.read_to_end(&mut rest)?;
        Ok(rest)
    }

    /// A reply of which the body is still to be read.
    pub(crate) fn head(&mut self) -> Reply {
        let head = self.until(b"\r\n\r\n");
        Reply {
            status: String::from_utf8_lossy(&head[9..12]).parse().unwrap(),
            head,
            body: Vec::new(),
            chunks: Vec::new(),
        }
    }

    /// The next chunk of a body; the last one is empty.
    pub(crate) fn chunk(&mut self) -> Vec<u8> {
        let line = self.until(b"\r\n");
        let size = usize::from_str_radix(String::from_utf8_lossy(&line).trim(), 16).unwrap();
        let mut chunk = self.exactly(size + 2);
        chunk.truncate(size);
        chunk
    }

    pub(crate) fn read(&mut self) -> Reply {
        let mut reply = self.head();
        if reply.header("Transfer-Encoding") == Some("chunked".to_owned()) {
            loop {
                let chunk = self.chunk();
                if chunk.is_empty() {
                    return reply;
                }
                reply.chunks.push(chunk.len());
                reply.body.extend(chunk);
            }
        }
        let length = reply
            .header("Content-Length")
            .map_or(0, |length| length.parse().unwrap());
        reply.body = self.exactly(length);
        reply
    }

    fn until(&mut self, end: &[u8]) -> Vec<u8> {
        loop {
            let found = self.ahead.windows(end.len()).position(|window| window == end);
            if let Some(position) = found {
                return self.ahead.drain(..position + end.len()).collect();
            }
            self.read_some();
        }
    }

    fn exactly(&mut self, length: usize) -> Vec<u8> {
        while self.ahead.len() < length {
            self.read_some();
        }
        self.ahead.drain(..length).collect()
    }

    fn read_some(&mut self) {
        let mut piece = [0; 16 * 1024];
        let read = self.stream.read(&mut piece).unwrap();
        assert!(
            read > 0,
            "the connection ended after {:?}",
            String::from_utf8_lossy(&self.ahead)
        );
        self.ahead.extend_from_slice(&piece[..read]);
    }
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        self.headers(name).into_iter().next()
    }

    pub(crate) fn headers(&self, name: &str) -> Vec<String> {
        let head = String::from_utf8_lossy(&self.head).into_owned();
        head.lines()
            .filter_map(|line| line.split_once(':'))
            .filter(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim().to_owned())
            .collect()
    }

    pub(crate) fn request_id(&self) -> String {
        self.header("Lambda-Runtime-Aws-Request-Id").unwrap()
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        crate::function::json(&self.body)
    }

    /// Status and error type of a refusal.
    pub(crate) fn refusal(&self) -> (u16, String) {
        (self.status, self.json()["errorType"].as_str().unwrap().to_owned())
    }
}

/// The path that an event's response is posted to, after `/2018-06-01/runtime/`.
pub(crate) fn response_to(event: &Reply) -> String {
    format!("invocation/{}/response", event.request_id())
}

/// The path that an event's error report is posted to, after `/2018-06-01/runtime/`.
pub(crate) fn error_to(event: &Reply) -> String {
    format!("invocation/{}/error", event.request_id())
}

/// Status and error type as [`Reply::refusal`] gives them.
pub(crate) fn refusal(status: u16, error_type: &str) -> (u16, String) {
    (status, error_type.to_owned())
}

/// Writes `begin`, then `piece` over and over until there are 100 MiB or nobody reads any more.
pub(crate) fn without_end(address: SocketAddr, begin: &str, piece: &str) -> Reply {
    const MAX_WRITTEN: usize = 100 << 20;
    let mut client = Client::to(address);
    let begin = begin.replace("HOST", &client.host());
    client.write(begin);
    let piece = piece.repeat((64 * 1024 / piece.len()).max(1));
    let mut written = 0;
    // Once it has been refused, it is read for a little while and then cut off.
    while written < MAX_WRITTEN && client.stream.write_all(piece.as_bytes()).is_ok() {
        written += piece.len();
    }
    client.read()
}
