//! A blocking client of the Runtime API on one connection, with nothing that is not needed.

use std::{
    io::{self, IoSlice, Read, Write},
    net::TcpStream,
};

/// The connection to the Runtime API and a buffer that serves every event.
pub(crate) struct Client {
    stream: TcpStream,
    /// What `Host` must be: the address that was given.
    host: String,
    next: String,
    buffer: Vec<u8>,
}

/// One event: a buffer, and where in it the parts of the message end.
pub(crate) struct Event {
    message: Vec<u8>,
    head: usize,
    end: usize,
}

impl Event {
    pub(crate) fn payload(&self) -> &[u8] {
        &self.message[self.head..self.end]
    }

    /// Value of a header; names are compared without regard to case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        header(&self.message[..self.head], name)
    }

    /// The head as text.
    pub(crate) fn head(&self) -> String {
        String::from_utf8_lossy(&self.message[..self.head]).into_owned()
    }
}

impl Client {
    pub(crate) fn from_environment() -> io::Result<Self> {
        let host = std::env::var("AWS_LAMBDA_RUNTIME_API").map_err(io::Error::other)?;
        let stream = TcpStream::connect(&host)?;
        stream.set_nodelay(true)?;
        Ok(Client {
            stream,
            next: format!("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: {host}\r\n\r\n"),
            host,
            buffer: vec![0; 16 * 1024],
        })
    }

    pub(crate) fn next(&mut self) -> io::Result<Event> {
        self.stream.write_all(self.next.as_bytes())?;
        self.read_message()
    }

    /// Posts an answer and gives the status. `headers` are whole lines.
    pub(crate) fn answer(
        &mut self,
        event: &Event,
        call: &str,
        headers: &str,
        body: &[u8],
    ) -> io::Result<u16> {
        let request_id = event
            .header("lambda-runtime-aws-request-id")
            .unwrap_or_default()
            .to_owned();
        let invocation_id = match event.header("lambda-runtime-invocation-id") {
            Some(value) if !headers.contains("Lambda-Runtime-Invocation-Id") => {
                format!("Lambda-Runtime-Invocation-Id: {value}\r\n")
            }
            _ => String::new(),
        };
        let target = format!("runtime/invocation/{request_id}/{call}");
        self.post(&target, &format!("{invocation_id}{headers}"), body)
    }

    /// Posts to any path of the Runtime API and gives the status.
    pub(crate) fn post(&mut self, target: &str, headers: &str, body: &[u8]) -> io::Result<u16> {
        let head = format!(
            "POST /2018-06-01/{target} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n{headers}Content-Length: {}\r\n\r\n",
            self.host,
            body.len()
        );
        self.write_both(head.as_bytes(), body)?;
        self.read_status()
    }

    /// Gets any path of the Runtime API and gives the status.
    pub(crate) fn get_status(&mut self, target: &str) -> io::Result<u16> {
        let head = format!("GET /2018-06-01/{target} HTTP/1.1\r\nHost: {}\r\n\r\n", self.host);
        self.stream.write_all(head.as_bytes())?;
        self.read_status()
    }

    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// Writes bytes as they are.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes)
    }

    pub(crate) fn read_status(&mut self) -> io::Result<u16> {
        let reply = self.read_message()?;
        let status = reply.message[..reply.head]
            .get(9..12)
            .and_then(|digits| std::str::from_utf8(digits).ok());
        let status = status.and_then(|digits| digits.parse().ok());
        self.recycle(reply);
        status.ok_or_else(|| io::ErrorKind::InvalidData.into())
    }

    /// Gives the buffer back, so that the next event costs no memory.
    pub(crate) fn recycle(&mut self, event: Event) {
        if event.message.len() > self.buffer.len() {
            self.buffer = event.message;
        }
    }

    fn write_both(&mut self, head: &[u8], body: &[u8]) -> io::Result<()> {
        let written = self
            .stream
            .write_vectored(&[IoSlice::new(head), IoSlice::new(body)])?;
        match written.checked_sub(head.len()) {
            Some(of_body) => self.stream.write_all(&body[of_body..]),
            None => {
                self.stream.write_all(&head[written..])?;
                self.stream.write_all(body)
            }
        }
    }

    fn read_message(&mut self) -> io::Result<Event> {
        let mut message = std::mem::take(&mut self.buffer);
        // Grown when needed and never cut, so that no byte is zeroed twice.
        if message.is_empty() {
            message.resize(16 * 1024, 0);
        }
        let mut arrived = 0;
        let head = loop {
            if let Some(end) = message[..arrived]
                .windows(4)
                .position(|window| window == b"\r\n\r\n")
            {
                break end + 4;
            }
            if arrived == message.len() {
                message.resize(2 * arrived, 0);
            }
            match self.stream.read(&mut message[arrived..])? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                read => arrived += read,
            }
        };
        let length = header(&message[..head], "content-length").and_then(|value| value.parse::<usize>().ok());
        let end = head + length.unwrap_or(0);
        if end > message.len() {
            message.resize(end, 0);
        }
        if end > arrived {
            self.stream.read_exact(&mut message[arrived..end])?;
        }
        Ok(Event { message, head, end })
    }
}

fn header<'a>(head: &'a [u8], name: &str) -> Option<&'a str> {
    std::str::from_utf8(head)
        .ok()?
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find_map(|(found, value)| found.eq_ignore_ascii_case(name).then_some(value.trim()))
}
