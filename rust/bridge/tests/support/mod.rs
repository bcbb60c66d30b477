//! A Runtime API in a few lines: each connection is served by a thread, which asks the test what to do
//! with a request.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use Hello::runtime::{Runtime, Settings};
use crossbeam_channel::Sender;

/// What came in: method and path, and the body's size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Call {
    pub(crate) line: String,
    pub(crate) size: usize,
    /// Counts connections, in the order in which they were accepted.
    pub(crate) connection: usize,
}

/// What the test does with a request.
#[allow(dead_code, reason = "not every file of tests needs each")]
pub(crate) enum Reaction {
    /// Writes these bytes and goes on with the connection.
    Answer(Vec<u8>),
    /// Writes half of these bytes, says so, writes the rest and goes on with the connection.
    AnswerInHalves(Vec<u8>, Sender<()>),
    /// Writes these bytes and closes the connection.
    AnswerAndClose(Vec<u8>),
    /// Never answers, and waits for the peer to close.
    Hold,
}

/// A server that runs until the process ends.
pub(crate) struct Server {
    pub(crate) settings: Settings,
    pub(crate) calls: Arc<Mutex<Vec<Call>>>,
}

/// Starts a server that reacts as the test says; it is asked on the thread of the connection.
pub(crate) fn serve(react: impl Fn(&Call) -> Reaction + Send + Sync + 'static) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let calls = Arc::new(Mutex::new(Vec::new()));
    let (react, seen) = (Arc::new(react), Arc::clone(&calls));
    thread::spawn(move || {
        for (number, stream) in listener.incoming().enumerate() {
            let (react, seen) = (Arc::clone(&react), Arc::clone(&seen));
            thread::spawn(move || connection(stream.unwrap(), number, &*react, &seen));
        }
    });
    Server {
        settings: Settings {
            runtime_api: address.parse().unwrap(),
            extension: false,
        },
        calls,
    }
}

impl Server {
    /// Opens a runtime on this server and lets it serve.
    pub(crate) fn runtime(&self, concurrency: usize) -> Runtime {
        let runtime = Runtime::open(&self.settings, None).unwrap();
        runtime.serve(concurrency).unwrap();
        runtime
    }

    /// The calls so far whose line contains this text.
    pub(crate) fn count(&self, text: &str) -> usize {
        let calls = self.calls.lock().unwrap();
        calls.iter().filter(|call| call.line.contains(text)).count()
    }
}

fn connection(stream: TcpStream, number: usize, react: &dyn Fn(&Call) -> Reaction, seen: &Mutex<Vec<Call>>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut stream = stream;
    while let Some(call) = read(&mut reader, number) {
        seen.lock().unwrap().push(call.clone());
        let (bytes, close) = match react(&call) {
            Reaction::AnswerInHalves(mut bytes, halfway) => {
                let rest = bytes.split_off(bytes.len() / 2);
                if stream.write_all(&bytes).is_err() {
                    return;
                }
                halfway.send(()).unwrap();
                (rest, false)
            }
            Reaction::Answer(bytes) => (bytes, false),
            Reaction::AnswerAndClose(bytes) => (bytes, true),
            Reaction::Hold => {
                let _closed = reader.read(&mut [0]);
                return;
            }
        };
        if stream.write_all(&bytes).is_err() || close {
            return;
        }
    }
}

fn read(reader: &mut impl BufRead, connection: usize) -> Option<Call> {
    let (mut line, mut size) = (String::new(), 0);
    reader.read_line(&mut line).ok().filter(|bytes| *bytes > 0)?;
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok().filter(|bytes| *bytes > 0)?;
        if let Some(value) = header.to_ascii_lowercase().strip_prefix("content-length:") {
            size = value.trim().parse().unwrap();
        }
        if header == "\r\n" {
            break;
        }
    }
    reader.read_exact(&mut vec![0; size]).ok()?;
    let line = line.trim_end().trim_end_matches(" HTTP/1.1").to_owned();
    Some(Call {
        line,
        size,
        connection,
    })
}

/// An event with this id, these further header lines and this body.
pub(crate) fn event(request_id: &str, headers: &str, body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: {request_id}\r\n{headers}Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

pub(crate) fn status(status: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n").into_bytes()
}
