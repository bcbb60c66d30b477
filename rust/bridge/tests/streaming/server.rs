//! A Runtime API that notes what it receives, and treats streamed responses as a test asks for.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use Hello::runtime::{Runtime, Settings};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// What the server does with a streamed response.
#[derive(Clone, Copy)]
pub(crate) enum Fate {
    /// Reads it to its end.
    Take,
    /// Reads nothing of the body before the test says so.
    Wait,
    /// Answers with this status after its first chunk, and reads no more.
    Refuse(&'static str),
    /// Closes the connection after its first chunk.
    Cut,
    /// Announces a deadline that is near, and then does as `Wait`.
    Expire,
}

/// What the server has received of an answer.
#[derive(Debug, Default)]
pub(crate) struct Received {
    pub(crate) head: String,
    pub(crate) chunks: Vec<usize>,
    pub(crate) body: Vec<u8>,
    pub(crate) trailers: String,
}

pub(crate) struct Api {
    pub(crate) runtime: Runtime,
    pub(crate) answers: Receiver<Received>,
    pub(crate) go: Sender<()>,
}

/// A Runtime API with these events, one for each fate; after the last, polls are held.
pub(crate) fn api(fates: &'static [Fate]) -> Api {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let settings = Settings {
        runtime_api: listener.local_addr().unwrap().to_string().parse().unwrap(),
        extension: false,
    };
    let (sender, answers) = channel();
    let (go, gone) = channel();
    thread::spawn(move || {
        let mut next = 0;
        for stream in listener.incoming() {
            connection(stream.unwrap(), fates, &mut next, &sender, &gone);
        }
    });
    let runtime = Runtime::open(&settings, None).unwrap();
    runtime.serve(1).unwrap();
    Api { runtime, answers, go }
}

fn line(reader: &mut impl BufRead) -> Option<String> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|bytes| *bytes > 0)?;
    Some(line)
}

fn connection(
    mut stream: TcpStream,
    fates: &[Fate],
    next: &mut usize,
    answers: &Sender<Received>,
    go: &Receiver<()>,
) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    loop {
        let mut received = Received::default();
        while !received.head.ends_with("\r\n\r\n") {
            received.head.push_str(&line(&mut reader)?);
        }
        if received.head.starts_with("GET ") {
            if *next == fates.len() {
                // Until the peer closes.
                let _closed = reader.read(&mut [0]);
                return None;
            }
            let id = *next;
            *next += 1;
            let near = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() + 300;
            // One that is absent, and one that has passed, are as good as none.
            let deadline = match fates[id] {
                Fate::Expire => format!("Lambda-Runtime-Deadline-Ms: {near}\r\n"),
                Fate::Take => "Lambda-Runtime-Deadline-Ms: 1\r\n".to_owned(),
                _ => String::new(),
            };
            let event = format!(
                "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: r-{id}\r\n{deadline}Content-Length: 2\r\n\r\n{{}}"
            );
            stream.write_all(event.as_bytes()).ok()?;
            continue;
        }
        let (fate, mut status) = (fates[*next - 1], "202 Accepted");
        match received.head.contains("transfer-encoding: chunked") {
            true => {
                if let Fate::Wait | Fate::Expire = fate {
                    go.recv().unwrap();
                }
                while let Some(size) = chunk(&mut reader, &mut received) {
                    match fate {
                        Fate::Refuse(refusal) => {
                            status = refusal;
                            break;
                        }
                        Fate::Cut => return None,
                        _ if size == 0 => break,
                        _ => {}
                    }
                }
            }
            false => {
                let head = received.head.to_ascii_lowercase();
                let length = head.split("content-length: ").nth(1).unwrap();
                received.body = vec![0; length.split('\r').next().unwrap().parse().unwrap()];
                reader.read_exact(&mut received.body).ok()?;
            }
        }
        let close = received.head.contains("connection: close");
        answers.send(received).ok()?;
        stream
            .write_all(format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n").as_bytes())
            .ok()?;
        if close {
            // What is still on its way is read, so that the answer is not lost in a reset.
            stream.shutdown(std::net::Shutdown::Write).ok()?;
            std::io::copy(&mut reader, &mut std::io::sink()).ok()?;
            return None;
        }
    }
}

/// Reads a chunk, or the trailers after the last one, whose size is zero.
fn chunk(reader: &mut impl BufRead, received: &mut Received) -> Option<usize> {
    let size = usize::from_str_radix(line(reader)?.trim_end(), 16).ok()?;
    if size == 0 {
        loop {
            let trailer = line(reader)?;
            if trailer == "\r\n" {
                return Some(0);
            }
            received.trailers.push_str(&trailer.to_ascii_lowercase());
            if trailer.to_ascii_lowercase().contains("error-body") {
                received.trailers = received.trailers.to_ascii_lowercase();
                received.body.extend(b"|");
                let (_, text) = trailer.split_once(": ")?;
                received.body.extend(STANDARD.decode(text.trim_end()).ok()?);
            }
        }
    }
    let begin = received.body.len();
    received.body.resize(begin + size, 0);
    reader.read_exact(&mut received.body[begin..]).ok()?;
    received.chunks.push(size);
    reader.read_exact(&mut [0; 2]).ok()?;
    Some(size)
}
