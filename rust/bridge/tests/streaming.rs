//! Responses in pieces against a Runtime API that reads them, reads slowly, refuses them or breaks off.

#![cfg(not(feature = "model"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

#[path = "streaming/server.rs"]
mod server;

use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use Hello::error::BridgeError;
use Hello::exchange::{ErrorReport, PIECE, Reply, STREAM_BUFFER, Token};
use bytes::Bytes;
use server::{Api, Fate, api};

impl Api {
    fn begin(&self, content_type: Option<&str>) -> Token {
        let token = self.runtime.exchange.next().unwrap().token;
        let content_type = content_type.map(str::to_owned);
        self.runtime.exchange.begin(token, content_type).unwrap();
        token
    }

    fn write(&self, token: Token, text: &'static str) -> Result<(), BridgeError> {
        self.runtime
            .exchange
            .write(token, Bytes::from_static(text.as_bytes()))
    }

    /// Answers the next event in the buffered way, to see that the loop goes on.
    fn goes_on(&self) {
        let token = self.runtime.exchange.next().unwrap().token;
        let reply = Reply::Buffered("still here".into());
        self.runtime.exchange.answer(token, reply).unwrap();
        assert_eq!(self.answers.recv().unwrap().body, b"still here");
        self.runtime.exchange.stop(Duration::from_secs(60));
    }

    /// Writes until nobody reads any more, and returns why.
    fn write_until_refused(&self, token: Token) -> String {
        loop {
            let piece = Bytes::from(vec![b'x'; PIECE]);
            match self.runtime.exchange.write(token, piece) {
                Ok(()) => {}
                Err(BridgeError::StreamRefused(reason)) => return reason.to_string(),
                Err(other) => panic!("{other}"),
            }
        }
    }
}

#[test]
fn a_response_comes_in_pieces_with_what_lambda_asks_for() {
    let api = api(&[Fate::Take, Fate::Take]);
    let token = api.begin(Some("text/event-stream"));
    for text in ["one ", "two ", "three"] {
        api.write(token, text).unwrap();
    }
    api.runtime.exchange.flush(token).unwrap();
    api.write(token, ", four").unwrap();
    api.runtime.exchange.finish(token).unwrap();
    let received = api.answers.recv().unwrap();
    assert_eq!(received.body, b"one two three, four");
    assert!(received.chunks.len() < 4, "{:?}", received.chunks);
    assert_eq!(received.trailers, "");
    for header in [
        "/2018-06-01/runtime/invocation/r-0/response",
        "lambda-runtime-function-response-mode: streaming\r\n",
        "content-type: text/event-stream\r\n",
        "trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r\n",
    ] {
        assert!(received.head.contains(header), "{header} in {}", received.head);
    }
    let late = api.write(token, "late");
    assert!(matches!(late, Err(BridgeError::UnknownToken(_))), "{late:?}");
    api.goes_on();
}

#[test]
fn an_empty_response_is_one() {
    let api = api(&[Fate::Take, Fate::Take]);
    let token = api.begin(None);
    api.runtime.exchange.finish(token).unwrap();
    let received = api.answers.recv().unwrap();
    assert!(received.body.is_empty() && received.head.contains("application/json"));
    api.goes_on();
}

#[test]
fn a_failure_after_the_first_byte_comes_as_trailers() {
    let api = api(&[Fate::Take, Fate::Take]);
    let token = api.begin(None);
    api.write(token, "begun").unwrap();
    let report = ErrorReport {
        error_type: "Late".into(),
        error_message: "too late".into(),
        ..ErrorReport::default()
    };
    api.runtime.exchange.answer(token, Reply::Failed(report)).unwrap();
    let received = api.answers.recv().unwrap();
    let (body, report) = received.body.split_at(5);
    assert_eq!(body, b"begun");
    let report: serde_json::Value = serde_json::from_slice(&report[1..]).unwrap();
    assert_eq!(report["errorType"], "Late");
    assert_eq!(report["errorMessage"], "too late");
    let error_type = "lambda-runtime-function-error-type: runtime.userexception\r\n";
    assert!(received.trailers.contains(error_type), "{}", received.trailers);
    api.goes_on();
}

#[test]
fn a_stream_that_is_left_open_ends_with_the_process() {
    let api = api(&[Fate::Take]);
    let token = api.begin(None);
    api.write(token, "begun").unwrap();
    api.runtime.exchange.stop(Duration::from_millis(1));
    let received = api.answers.recv().unwrap();
    assert!(received.trailers.contains("runtime.shuttingdown"), "{received:?}");
    assert!(api.write(token, "late").is_err());
}

#[test]
fn writes_block_while_nobody_reads_and_all_arrives() {
    const PIECES: usize = 256;
    let api = api(&[Fate::Wait, Fate::Take]);
    let token = api.begin(None);
    let (written, progress) = channel();
    thread::scope(|scope| {
        let exchange = &api.runtime.exchange;
        scope.spawn(move || {
            for number in 0..PIECES {
                let byte = u8::try_from(number % 251).unwrap();
                exchange.write(token, Bytes::from(vec![byte; PIECE])).unwrap();
                written.send(()).unwrap();
            }
            exchange.finish(token).unwrap();
        });
        // Until it blocks; what the kernel's buffers take is not ours to say.
        let mut before = 0;
        while progress.recv_timeout(Duration::from_secs(1)).is_ok() {
            before += 1;
        }
        assert!(
            before * PIECE >= STREAM_BUFFER && before < PIECES,
            "{before} pieces"
        );
        api.go.send(()).unwrap();
    });
    let received = api.answers.recv().unwrap();
    assert_eq!(received.body.len(), PIECES * PIECE);
    let in_order = |(at, byte): (usize, &u8)| usize::from(*byte) == at / PIECE % 251;
    assert!(received.body.iter().enumerate().all(in_order));
    api.goes_on();
}

#[test]
fn a_refused_stream_fails_its_writes_and_the_loop_goes_on() {
    for (fates, reason) in [
        (&[Fate::Refuse("413 Payload Too Large"), Fate::Take], "413"),
        (&[Fate::Refuse("410 Gone"), Fate::Take], "410"),
        (
            &[Fate::Refuse("202 Accepted"), Fate::Take],
            "202 Accepted before the end of the response",
        ),
        (&[Fate::Cut, Fate::Take], "http://"),
        (
            &[Fate::Expire, Fate::Take],
            "the deadline of the invocation has passed",
        ),
    ] {
        let api = api(fates);
        let token = api.begin(None);
        let said = api.write_until_refused(token);
        assert!(said.contains(reason), "{said}");
        assert!(api.runtime.exchange.flush(token).is_err());
        // What the handler throws then is logged, and changes nothing for its caller.
        let error = ErrorReport::default();
        api.runtime.exchange.answer(token, Reply::Failed(error)).unwrap();
        if let Fate::Expire = fates[0] {
            api.go.send(()).unwrap();
        }
        if !matches!(fates[0], Fate::Cut) {
            api.answers.recv().unwrap();
        }
        api.goes_on();
    }
}

#[test]
fn a_response_is_begun_once_and_in_one_way() {
    let api = api(&[Fate::Take, Fate::Take]);
    let exchange = &api.runtime.exchange;
    let token = exchange.next().unwrap().token;
    let bad = |result: Result<(), BridgeError>| matches!(result, Err(BridgeError::BadArgument(_)));
    assert!(bad(api.write(token, "before")));
    assert!(bad(exchange.begin(token, Some("a\r\nb".to_owned()))));
    exchange.begin(token, None).unwrap();
    assert!(bad(exchange.begin(token, None)));
    assert!(bad(exchange.answer(token, Reply::Buffered("whole".into()))));
    api.write(token, "in pieces").unwrap();
    exchange.finish(token).unwrap();
    assert!(matches!(
        exchange.finish(token),
        Err(BridgeError::UnknownToken(_))
    ));
    assert_eq!(api.answers.recv().unwrap().body, b"in pieces");
    api.goes_on();
}
