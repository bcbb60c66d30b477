//! Where the body of an answer ends, as RFC 9112 has it in section 6.3.

use http::StatusCode;
use httparse::Header;

use super::ClientError;

/// How the end of a body is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Framing {
    /// It has so many bytes.
    Length(usize),
    /// It comes in chunks, the last of which is empty.
    Chunked,
    /// It ends with the connection.
    UntilClose,
}

impl Framing {
    /// What the headers say of the body, and whether the connection is kept after it.
    pub(super) fn of(
        status: StatusCode,
        is_1_1: bool,
        headers: &[Header<'_>],
    ) -> Result<(Self, bool), ClientError> {
        let mut length = None;
        let mut coding: Option<&[u8]> = None;
        let mut keep_alive = is_1_1;
        for Header { name, value } in headers {
            if name.eq_ignore_ascii_case("content-length") {
                let this = number(value)?;
                if length.is_some_and(|length| length != this) {
                    return Err(ClientError::Malformed("two lengths"));
                }
                length = Some(this);
            } else if name.eq_ignore_ascii_case("transfer-encoding") {
                coding = Some(value);
            } else if name.eq_ignore_ascii_case("connection")
                && tokens(value).any(|token| token.eq_ignore_ascii_case(b"close"))
            {
                keep_alive = false;
            }
        }
        let bodiless =
            matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED) || status.is_informational();
        Ok(match (coding, length) {
            _ if bodiless => (Self::Length(0), keep_alive),
            (Some(coding), length) => {
                let chunked = tokens(coding)
                    .last()
                    .is_some_and(|last| last.eq_ignore_ascii_case(b"chunked"));
                match chunked {
                    // With a length beside it, something on the way may have read it differently.
                    true => (Self::Chunked, keep_alive && length.is_none()),
                    false => (Self::UntilClose, false),
                }
            }
            (None, Some(length)) => (Self::Length(length), keep_alive),
            (None, None) => (Self::UntilClose, false),
        })
    }
}

fn number(text: &[u8]) -> Result<usize, ClientError> {
    let digits = !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    let number = std::str::from_utf8(text).ok().filter(|_| digits);
    number
        .and_then(|text| text.parse().ok())
        .ok_or(ClientError::Malformed("its length is no number"))
}

fn tokens(list: &[u8]) -> impl Iterator<Item = &[u8]> {
    list.split(|byte| *byte == b',').map(<[u8]>::trim_ascii)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(status: u16, headers: &[(&str, &str)]) -> Result<(Framing, bool), ClientError> {
        let headers: Vec<_> = headers
            .iter()
            .map(|(name, value)| Header {
                name,
                value: value.as_bytes(),
            })
            .collect();
        Framing::of(StatusCode::from_u16(status).unwrap(), true, &headers)
    }

    #[test]
    fn a_body_ends_as_its_head_says() {
        use Framing::{Chunked, Length, UntilClose};
        let cases: [(u16, &[_], _); 12] = [
            (200, &[("content-length", "5")], (Length(5), true)),
            (
                200,
                &[("Content-Length", "5"), ("CONTENT-LENGTH", "5")],
                (Length(5), true),
            ),
            (
                200,
                &[("content-length", "5"), ("connection", "keep-alive, Close")],
                (Length(5), false),
            ),
            (200, &[("transfer-encoding", "Chunked")], (Chunked, true)),
            (200, &[("transfer-encoding", "gzip, chunked")], (Chunked, true)),
            (
                200,
                &[("transfer-encoding", "chunked, gzip")],
                (UntilClose, false),
            ),
            (
                200,
                &[("transfer-encoding", "chunked"), ("content-length", "5")],
                (Chunked, false),
            ),
            (200, &[], (UntilClose, false)),
            (204, &[], (Length(0), true)),
            (304, &[("content-length", "5")], (Length(0), true)),
            (100, &[], (Length(0), true)),
            (202, &[("content-length", "0")], (Length(0), true)),
        ];
        for (status, headers, expected) in cases {
            assert_eq!(of(status, headers).unwrap(), expected, "{status} {headers:?}");
        }
    }

    #[test]
    fn a_length_is_one_number() {
        for odd in ["", "+5", "-1", "5, 5", "0x5", "5 ", "99999999999999999999999"] {
            assert!(of(200, &[("content-length", odd)]).is_err(), "{odd}");
        }
        assert!(of(200, &[("content-length", "5"), ("content-length", "6")]).is_err());
    }

    #[test]
    fn an_answer_of_http_1_0_ends_its_connection() {
        let length = [Header {
            name: "content-length",
            value: b"5",
        }];
        let framing = Framing::of(StatusCode::OK, false, &length).unwrap();
        assert_eq!(framing, (Framing::Length(5), false));
    }
}
