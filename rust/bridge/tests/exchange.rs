//! The exchange as its two sides use it: the loop's thread offers, Java's threads take and answer.

#![cfg(not(feature = "model"))]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread;
use std::time::Duration;

use Hello::error::BridgeError;
use Hello::exchange::{ErrorReport, Exchange, Invocation, InvocationContext, Pending, RESPONSE_LIMIT, Reply};
use bytes::Bytes;

/// Runs a future on this thread, parking it meanwhile.
fn wait_for<T>(future: impl Future<Output = T>) -> T {
    struct Unpark(thread::Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(value) => return value,
            Poll::Pending => thread::park(),
        }
    }
}

fn reply(pending: &mut Pending) -> Option<Reply> {
    wait_for(pending.reply())
}

fn serving() -> Arc<Exchange> {
    let exchange = Arc::new(Exchange::default());
    assert!(exchange.serve());
    exchange
}

fn invocation(request_id: &str, payload: &'static str) -> Invocation {
    let context = InvocationContext {
        request_id: request_id.into(),
        ..InvocationContext::default()
    };
    Invocation {
        context: Arc::new(context),
        payload: Bytes::from_static(payload.as_bytes()),
    }
}

fn offer(exchange: &Arc<Exchange>, request_id: &str, payload: &'static str) -> Pending {
    exchange.ticket().unwrap().offer(invocation(request_id, payload))
}

fn success(response: &'static str) -> Reply {
    Reply::Buffered(Bytes::from_static(response.as_bytes()))
}

fn failure() -> Reply {
    Reply::Failed(ErrorReport {
        error_type: "E".into(),
        error_message: "m".into(),
        ..ErrorReport::default()
    })
}

#[test]
fn carries_an_invocation_there_and_its_reply_back() {
    let exchange = serving();
    let mut pending = offer(&exchange, "r-1", "event");

    let taken = exchange.next().unwrap();
    assert_eq!(
        (taken.context.request_id.as_str(), taken.payload_size),
        ("r-1", 5)
    );
    assert_eq!(exchange.payload(taken.token).unwrap(), "event");
    exchange.answer(taken.token, success("response")).unwrap();

    assert_eq!(reply(&mut pending), Some(success("response")));
    assert_eq!(exchange.open_invocations(), 0);
}

#[test]
fn gives_each_of_many_threads_its_own_invocation() {
    const THREADS: usize = 8;
    const EACH: usize = 200;
    let exchange = serving();
    let readers: Vec<_> = (0..THREADS)
        .map(|_| {
            let exchange = Arc::clone(&exchange);
            thread::spawn(move || {
                for _ in 0..EACH {
                    let taken = exchange.next().unwrap();
                    let response = Reply::Buffered(taken.context.request_id.clone().into());
                    exchange.answer(taken.token, response).unwrap();
                }
            })
        })
        .collect();
    for number in 0..THREADS * EACH {
        let request_id = format!("r-{number}");
        let mut pending = offer(&exchange, &request_id, "");
        assert_eq!(reply(&mut pending), Some(Reply::Buffered(request_id.into())));
    }
    for reader in readers {
        reader.join().unwrap();
    }
}

#[test]
fn nothing_is_asked_for_or_waited_for_before_it_serves() {
    let exchange = Arc::new(Exchange::default());
    assert!(exchange.ticket().is_none());
    assert!(matches!(exchange.next(), Err(BridgeError::NotStarted)));
}

#[test]
fn rejects_a_second_answer_and_an_unknown_token() {
    let exchange = serving();
    let mut pending = offer(&exchange, "r-1", "");
    let token = exchange.next().unwrap().token;
    exchange.answer(token, success("first")).unwrap();

    assert!(
        matches!(exchange.answer(token, success("second")), Err(BridgeError::UnknownToken(t)) if t == token)
    );
    assert!(matches!(
        exchange.answer(0, success("")),
        Err(BridgeError::UnknownToken(0))
    ));
    assert!(matches!(
        exchange.payload(u64::MAX),
        Err(BridgeError::UnknownToken(u64::MAX))
    ));
    assert_eq!(reply(&mut pending), Some(success("first")));
}

#[test]
fn gives_a_payload_once() {
    let exchange = serving();
    let _pending = offer(&exchange, "r-1", "event");
    let token = exchange.next().unwrap().token;
    assert_eq!(exchange.payload(token).unwrap(), "event");
    assert!(matches!(
        exchange.payload(token),
        Err(BridgeError::UnknownToken(_))
    ));
}

#[test]
fn keeps_an_invocation_open_when_its_response_is_too_large() {
    let exchange = serving();
    let mut pending = offer(&exchange, "r-1", "");
    let token = exchange.next().unwrap().token;

    let too_large = Reply::Buffered(vec![b'x'; RESPONSE_LIMIT + 1].into());
    assert!(matches!(
        exchange.answer(token, too_large),
        Err(BridgeError::ResponseTooLarge {
            size: 6_291_557,
            limit: 6_291_556
        })
    ));
    exchange.answer(token, failure()).unwrap();
    assert_eq!(reply(&mut pending), Some(failure()));
}

#[test]
fn accepts_a_response_of_exactly_the_limit() {
    let exchange = serving();
    let _pending = offer(&exchange, "r-1", "");
    let token = exchange.next().unwrap().token;
    let response = Reply::Buffered(vec![b'x'; RESPONSE_LIMIT].into());
    exchange.answer(token, response).unwrap();
}

#[test]
fn wakes_every_waiting_reader_with_the_first_cause() {
    let exchange = serving();
    let readers: Vec<_> = (0..3)
        .map(|_| {
            let exchange = Arc::clone(&exchange);
            thread::spawn(move || exchange.next().unwrap_err().to_string())
        })
        .collect();
    exchange.close("the connection broke");
    exchange.close("a later cause");
    for reader in readers {
        assert_eq!(
            reader.join().unwrap(),
            "the Runtime API loop has ended: the connection broke"
        );
    }
    assert!(exchange.ticket().is_none());
}

#[test]
fn delivers_what_was_offered_before_it_closed() {
    let exchange = serving();
    let mut pending = offer(&exchange, "r-1", "event");
    exchange.close("over");
    let token = exchange.next().unwrap().token;
    exchange.answer(token, success("done")).unwrap();
    assert_eq!(reply(&mut pending), Some(success("done")));
    assert!(matches!(exchange.next(), Err(BridgeError::Closed { .. })));
}

#[test]
fn an_answer_that_nobody_waits_for_is_an_error() {
    let exchange = serving();
    drop(offer(&exchange, "r-1", ""));
    let token = exchange.next().unwrap().token;
    assert!(matches!(
        exchange.answer(token, success("")),
        Err(BridgeError::Closed { .. })
    ));
}

#[test]
fn a_stop_wakes_readers_and_waits_for_what_is_open() {
    let exchange = serving();
    let mut pending = offer(&exchange, "r-1", "event");
    let token = exchange.next().unwrap().token;
    let stopping = {
        let exchange = Arc::clone(&exchange);
        thread::spawn(move || exchange.stop(Duration::from_secs(60)))
    };
    assert!(matches!(exchange.next(), Err(BridgeError::Stopped)));
    assert!(exchange.ticket().is_none());
    exchange.answer(token, success("in time")).unwrap();
    assert_eq!(reply(&mut pending), Some(success("in time")));
    assert!(!stopping.is_finished(), "the answer has not been sent yet");
    drop(pending);
    stopping.join().unwrap();
}

#[test]
fn a_stop_hands_over_what_is_still_arriving() {
    let exchange = serving();
    let ticket = exchange.ticket().unwrap();
    let reader = {
        let exchange = Arc::clone(&exchange);
        thread::spawn(move || {
            let token = exchange.next().unwrap().token;
            exchange.answer(token, success("late")).unwrap();
            exchange.next().unwrap_err().to_string()
        })
    };
    let stopping = {
        let exchange = Arc::clone(&exchange);
        thread::spawn(move || exchange.stop(Duration::from_secs(60)))
    };
    wait_for(async {
        let draining = exchange.draining();
        if exchange.ticket().is_some() {
            draining.await;
        }
    });
    let mut pending = ticket.offer(invocation("r-1", "event"));
    assert_eq!(reply(&mut pending), Some(success("late")));
    drop(pending);
    stopping.join().unwrap();
    assert_eq!(reader.join().unwrap(), "the process is ending");
}

#[test]
fn a_stop_that_runs_out_of_patience_answers_for_the_handlers() {
    let exchange = serving();
    let mut queued = offer(&exchange, "r-1", "event");
    let mut open = offer(&exchange, "r-2", "event");
    let token = exchange.next().unwrap().token;
    exchange.stop(Duration::from_millis(1));
    assert_eq!(reply(&mut queued), None);
    assert_eq!(reply(&mut open), None);
    exchange.close("later");
    assert!(
        matches!(exchange.next(), Err(BridgeError::Stopped)),
        "the first cause is kept"
    );
    assert!(matches!(
        exchange.answer(token, success("too late")),
        Err(BridgeError::UnknownToken(_))
    ));
}
