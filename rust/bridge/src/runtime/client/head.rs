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

/// What most heads have fewer of. A table of all that are accepted takes 32 kB of the stack, each page of which is
/// touched at every call.
const USUAL_HEADERS: usize = 64;

/// A head with its size in bytes, or `None` where it is not complete yet.
type Parsed = Result<Option<(Head, usize)>, ClientError>;

/// Parses the head that `input` begins with, and shows its headers, unless another head follows.
pub(super) fn parse(input: &[u8], visit: Visit<'_>) -> Parsed {
    parse_up_to::<USUAL_HEADERS>(input, visit)
        .or_else(|| parse_up_to::<MAX_HEADERS>(input, visit))
        .unwrap_or(Err(ClientError::Malformed("it has too many headers")))
}

/// `None` where it has more than `N` headers. Not inlined, since the caller's stack would have the largest table then.
#[inline(never)]
fn parse_up_to<const N: usize>(input: &[u8], visit: Visit<'_>) -> Option<Parsed> {
    let mut headers: [MaybeUninit<Header<'_>>; N] = [const { MaybeUninit::uninit() }; N];
    let mut answer = httparse::Response::new(&mut []);
    let parsed = ParserConfig::default().parse_response_with_uninit_headers(&mut answer, input, &mut headers);
    match parsed {
        Err(httparse::Error::TooManyHeaders) => None,
        parsed => Some(look_at(&answer, parsed, input.len(), visit)),
    }
}

fn look_at(
    answer: &httparse::Response<'_, '_>,
    parsed: httparse::Result<usize>,
    received: usize,
    visit: Visit<'_>,
) -> Parsed {
    let size = match parsed {
        Ok(Status::Complete(size)) => size,
        Ok(Status::Partial) if received > MAX_HEAD_BYTES => {
            return Err(ClientError::Malformed("its head is too long"));
        }
        Ok(Status::Partial) => return Ok(None),
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
    fn all_headers_are_shown_however_many() {
        for count in [1, USUAL_HEADERS, USUAL_HEADERS + 1, MAX_HEADERS] {
            let headers: String = (0..count).map(|n| format!("x-{n}: {n}\r\n")).collect();
            let head = format!("HTTP/1.1 200 OK\r\n{headers}\r\n");
            let mut seen = Vec::new();
            let parsed = parse(head.as_bytes(), &mut |name, _| seen.push(name.to_owned()));
            assert_eq!(parsed.unwrap().unwrap().1, head.len(), "{count}");
            assert_eq!(seen, (0..count).map(|n| format!("x-{n}")).collect::<Vec<_>>());
        }
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
