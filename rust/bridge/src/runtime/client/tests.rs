use std::collections::VecDeque;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderValue, StatusCode};
use hyper::body::{Body, Frame};
use lambda_runtime::Error;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::ClientError;
use super::outgoing::{Pieces, Whole};
use super::script::call;
use super::transfer::Transfer;

const LIMIT: usize = 1000;
const REQUEST: Whole<'_> = Whole {
    request: b"POST / HTTP/1.1\r\n\r\n",
    body: b"body",
};

fn read(answer: &str, piece: usize) -> Result<(StatusCode, Bytes), ClientError> {
    call(REQUEST, answer.as_bytes(), piece, LIMIT).answer
}

#[test]
fn a_body_is_read_as_it_is_framed_in_whatever_pieces_it_comes() {
    for (answer, body) in [
        ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "hello"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", ""),
        ("HTTP/1.1 204 No Content\r\n\r\n", ""),
        ("HTTP/1.1 200 OK\r\n\r\nhello", "hello"),
        ("HTTP/1.0 200 OK\r\n\r\nhello", "hello"),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n",
            "hello",
        ),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: b\r\nC: d\r\n\r\n",
            "",
        ),
        (
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 x\r\nA: b\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n!",
            "!",
        ),
    ] {
        for piece in 1..=answer.len() {
            let outcome = call(REQUEST, answer.as_bytes(), piece, LIMIT);
            let (_, read) = outcome.answer.unwrap();
            assert_eq!(read, body, "{answer:?} in pieces of {piece}");
            assert_eq!(outcome.sent, b"POST / HTTP/1.1\r\n\r\nbody");
            let of_interim = |(name, _): &(String, Vec<u8>)| name == "A";
            assert!(!outcome.headers.iter().any(of_interim), "{answer:?}");
        }
    }
}

#[test]
fn a_body_that_ends_early_or_is_framed_wrongly_is_an_error() {
    for answer in [
        "",
        "HTTP/1.1 200 OK\r\nContent-Le",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n0\r\n",
    ] {
        assert!(matches!(read(answer, 7), Err(ClientError::Closed)), "{answer:?}");
    }
    for body in ["x\r\n", "3\r\nhello\r\n", "-1\r\n", "11111111111111111\r\n"] {
        let answer = format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{body}");
        assert!(
            matches!(read(&answer, 7), Err(ClientError::Malformed(_))),
            "{body:?}"
        );
    }
}

#[test]
fn a_body_beyond_the_limit_is_not_read() {
    let large = "x".repeat(LIMIT + 1);
    for answer in [
        "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n".to_owned(),
        format!("HTTP/1.1 200 OK\r\n\r\n{large}"),
        format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n{large}\r\n0\r\n\r\n"),
        format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n3e8\r\n{large}"),
    ] {
        assert!(matches!(read(&answer, 100), Err(ClientError::TooLarge(LIMIT))));
    }
    let most = "x".repeat(LIMIT);
    let answer = format!("HTTP/1.1 200 OK\r\n\r\n{most}");
    assert_eq!(read(&answer, 100).unwrap().1, most);
}

/// A body of these frames.
struct Frames(VecDeque<Result<Frame<Bytes>, Error>>);

impl Body for Frames {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        Poll::Ready(self.0.pop_front())
    }
}

fn frames(data: &[&'static str]) -> VecDeque<Result<Frame<Bytes>, Error>> {
    let data = data
        .iter()
        .map(|data| Ok(Frame::data(Bytes::from_static(data.as_bytes()))));
    data.collect()
}

#[test]
fn pieces_are_sent_as_chunks_and_trailers_after_the_last() {
    let answer = b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";
    for piece in 1..60 {
        let mut frames = frames(&["one", "sixteen bytes, ok"]);
        let trailers: HeaderMap = [("a-trailer".parse().unwrap(), HeaderValue::from_static("yes"))]
            .into_iter()
            .collect();
        frames.push_back(Ok(Frame::trailers(trailers)));
        let outcome = call(Pieces::new(b"HEAD\r\n\r\n", Frames(frames)), answer, piece, LIMIT);
        assert_eq!(outcome.answer.unwrap().0, StatusCode::ACCEPTED);
        let sent = String::from_utf8(outcome.sent).unwrap();
        assert_eq!(
            sent,
            "HEAD\r\n\r\n3\r\none\r\n11\r\nsixteen bytes, ok\r\n0\r\na-trailer: yes\r\n\r\n"
        );
    }
    let outcome = call(
        Pieces::new(b"HEAD\r\n\r\n", Frames(frames(&[]))),
        answer,
        9,
        LIMIT,
    );
    assert_eq!(outcome.sent, b"HEAD\r\n\r\n0\r\n\r\n");
}

#[test]
fn a_body_that_is_given_up_is_never_ended() {
    let mut frames = frames(&["one"]);
    frames.push_back(Err("enough".into()));
    let outcome = call(Pieces::new(b"HEAD\r\n\r\n", Frames(frames)), b"", 9, LIMIT);
    assert!(matches!(outcome.answer, Err(ClientError::Abandoned(_))));
    assert_eq!(outcome.sent, b"HEAD\r\n\r\n3\r\none\r\n");
}

#[tokio::test]
async fn an_answer_before_the_request_is_sent_ends_the_sending_and_the_connection() {
    let (near, mut far) = tokio::io::duplex(64);
    let mut transfer = Transfer::new(near);
    let body = vec![b'x'; 10_000];
    let request = Whole {
        request: b"POST / HTTP/1.1\r\n\r\n",
        body: &body,
    };
    far.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").await.unwrap();
    far.write_all(b"HTTP/1.1 413 x\r\nContent-Length: 0\r\n\r\n")
        .await
        .unwrap();
    let head = transfer.call(request, &mut |_, _| {}).await.unwrap();
    assert_eq!(head.status, StatusCode::PAYLOAD_TOO_LARGE);
    transfer.body(&head, BytesMut::new(), LIMIT).await.unwrap();
    assert!(!transfer.is_reusable().await);
}

#[tokio::test]
async fn a_connection_is_used_again_until_it_is_closed_or_says_what_nobody_asked_for() {
    for (afterwards, reusable) in [("", true), ("HTTP/1.1 408 x\r\n\r\n", false)] {
        let (near, mut far) = tokio::io::duplex(1024);
        let mut transfer = Transfer::new(near);
        for _ in 0..3 {
            assert!(transfer.is_reusable().await);
            far.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
                .await
                .unwrap();
            let head = transfer.call(REQUEST, &mut |_, _| {}).await.unwrap();
            assert!(!transfer.is_reusable().await, "its body is not read yet");
            assert_eq!(transfer.body(&head, BytesMut::new(), LIMIT).await.unwrap(), "{}");
            far.read_exact(&mut vec![0; REQUEST.request.len() + 4])
                .await
                .unwrap();
        }
        far.write_all(afterwards.as_bytes()).await.unwrap();
        assert_eq!(transfer.is_reusable().await, reusable);
        drop(far);
        assert!(!transfer.is_reusable().await);
    }
}

#[tokio::test]
async fn a_call_that_was_dropped_spoils_its_connection() {
    let (near, _far) = tokio::io::duplex(1024);
    let mut transfer = Transfer::new(near);
    {
        let mut visit = |_: &str, _: &[u8]| {};
        let call = pin!(transfer.call(REQUEST, &mut visit));
        assert!(call.poll(&mut Context::from_waker(Waker::noop())).is_pending());
    }
    assert!(!transfer.is_reusable().await);
}
