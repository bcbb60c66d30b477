//! The head of an answer.

use std::mem::MaybeUninit;

use http::StatusCode;
use httparse::{Header, ParserConfig, Status};

use super::framing::Framing;
use super::{ClientError, MAX_HEAD_BYTES, MAX_HEADERS};

/// What the head of an answer says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::runtime) struct Head {
    pub(in crate::runtime) status: StatusCode,
    /// Where its body ends.
    pub(super) framing: Framing,
    /// Whether another call may follow on the connection.
    pub(super) keep_alive: bool,
}

/// Takes a header: its name, of any case, and its value.
pub(in crate::runtime) type Visit<'a> = &'a mut (dyn FnMut(&str, &[u8]) + Send);

/// Parses the head that `input` begins with, and shows its headers, unless another head follows. Returns it with
/// its size in bytes, or `None` where it is not complete yet.
pub(super) fn parse(input: &[u8], visit: Visit<'_>) -> Result<Option<(Head, usize)>, ClientError> {
    let mut headers: [MaybeUninit<Header<'_>>; MAX_HEADERS] = [const { MaybeUninit::uninit() }; MAX_HEADERS];
    let mut answer = httparse::Response::new(&mut []);
    let parsed = ParserConfig::default().parse_response_with_uninit_headers(&mut answer, input, &mut headers);
    let size = match parsed {
        Ok(Status::Complete(size)) => size,
        Ok(Status::Partial) if input.len() > MAX_HEAD_BYTES => {
            return Err(ClientError::Malformed("its head is too long"));
        }
        Ok(Status::Partial) => return Ok(None),
        Err(httparse::Error::TooManyHeaders) => {
            return Err(ClientError::Malformed("it has too many headers"));
        }
        Err(httparse::Error::Version) => {
            return Err(ClientError::Malformed("it does not begin with HTTP/1.1"));
        }
        Err(httparse::Error::Status) => return Err(ClientError::Malformed("no status")),
        Err(_) => return Err(ClientError::Malformed("its head cannot be parsed")),
    };
    let status = answer.code.and_then(|code| StatusCode::from_u16(code).ok());
    let status = status.ok_or(ClientError::Malformed("no status"))?;
    let (framing, keep_alive) = Framing::of(status, answer.version == Some(1), answer.headers)?;
    let head = Head {
        status,
        framing,
        keep_alive,
    };
    if !head.is_interim() {
        for header in &*answer.headers {
            visit(header.name, header.value);
        }
    }
    Ok(Some((head, size)))
}

impl Head {
    /// Whether the head that answers is still to follow.
    pub(super) fn is_interim(&self) -> bool {
        self.status.is_informational() && self.status != StatusCode::SWITCHING_PROTOCOLS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Option<(Head, usize)>, ClientError> {
        parse(text.as_bytes(), &mut |_, _| {})
    }

    #[test]
    fn headers_are_shown_once_the_head_is_complete() {
        let text = "HTTP/1.1 200 OK\r\nA: 1\r\nb:  two \r\nContent-Length: 3\r\n\r\nabc";
        let end = text.len() - 3;
        for cut in 0..end {
            let mut seen = 0;
            assert!(
                matches!(parse(&text.as_bytes()[..cut], &mut |_, _| seen += 1), Ok(None)),
                "{cut}"
            );
            assert_eq!(seen, 0, "{cut}");
        }
        let mut seen = Vec::new();
        let parsed = parse(text.as_bytes(), &mut |name, value| {
            seen.push((name.to_owned(), value.to_vec()))
        });
        let (head, size) = parsed.unwrap().unwrap();
        assert_eq!(size, end);
        assert_eq!(
            (head.status, head.framing, head.keep_alive),
            (StatusCode::OK, Framing::Length(3), true)
        );
        assert_eq!(
            seen[..2],
            [("A".to_owned(), b"1".to_vec()), ("b".to_owned(), b"two".to_vec())]
        );
    }

    #[test]
    fn what_is_not_http_is_said_to_be_so() {
        for text in [
            "not HTTP at all\r\n\r\n",
            "HTTP/2.0 200 OK\r\n\r\n",
            "HTTP/1.1 abc\r\n\r\n",
            "HTTP/1.1 099 x\r\n\r\n",
        ] {
            assert!(matches!(read(text), Err(ClientError::Malformed(_))), "{text}");
        }
        let many: String = (0..MAX_HEADERS + 1).map(|n| format!("x-{n}: {n}\r\n")).collect();
        assert!(matches!(
            read(&format!("HTTP/1.1 200 OK\r\n{many}\r\n")),
            Err(ClientError::Malformed(_))
        ));
        let long = format!("HTTP/1.1 200 OK\r\nx: {}", "y".repeat(MAX_HEAD_BYTES));
        assert!(matches!(read(&long), Err(ClientError::Malformed(_))));
    }
}
