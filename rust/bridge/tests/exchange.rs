//! The exchange as its two sides use it: the loop's thread offers, Java's threads take and answer.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use Hello::error::{BridgeError, RESPONSE_LIMIT};
use Hello::exchange::{Exchange, Invocation, InvocationContext, Outcome, Thrown, Turn};
use bytes::Bytes;

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

fn success(response: &'static str) -> Outcome {
    Outcome::Success(Bytes::from_static(response.as_bytes()))
}

fn failure() -> Outcome {
    let thrown = Thrown {
        error_type: "E".into(),
        error_message: "m".into(),
        ..Thrown::default()
    };
    Outcome::Failure(thrown)
}

#[test]
fn carries_an_invocation_there_and_its_outcome_back() {
    let exchange = Exchange::default();
    let outcome = exchange.offer(invocation("r-1", "event")).unwrap();

    let (token, context, size) = exchange.next().unwrap();
    assert_eq!((context.request_id.as_str(), size), ("r-1", 5));
    assert_eq!(exchange.payload(token).unwrap(), "event");
    exchange.answer(token, success("response")).unwrap();

    assert_eq!(outcome.blocking_recv().unwrap(), success("response"));
    assert_eq!(exchange.open_invocations(), 0);
}

#[test]
fn gives_each_of_many_threads_its_own_invocation() {
    const THREADS: usize = 8;
    const EACH: usize = 200;
    let exchange = Arc::new(Exchange::default());
    let readers: Vec<_> = (0..THREADS)
        .map(|_| {
            let exchange = Arc::clone(&exchange);
            thread::spawn(move || {
                for _ in 0..EACH {
                    let (token, context, _) = exchange.next().unwrap();
                    exchange
                        .answer(token, Outcome::Success(context.request_id.clone().into()))
                        .unwrap();
                }
            })
        })
        .collect();
    for number in 0..THREADS * EACH {
        let request_id = format!("r-{number}");
        let outcome = exchange
            .offer(invocation(&request_id, ""))
            .unwrap()
            .blocking_recv()
            .unwrap();
        assert_eq!(outcome, Outcome::Success(request_id.into()));
    }
    for reader in readers {
        reader.join().unwrap();
    }
}

#[test]
fn refuses_a_second_answer_and_an_unknown_token() {
    let exchange = Exchange::default();
    let outcome = exchange.offer(invocation("r-1", "")).unwrap();
    let (token, ..) = exchange.next().unwrap();
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
    assert_eq!(outcome.blocking_recv().unwrap(), success("first"));
}

#[test]
fn gives_a_payload_once() {
    let exchange = Exchange::default();
    let _outcome = exchange.offer(invocation("r-1", "event")).unwrap();
    let (token, ..) = exchange.next().unwrap();
    assert_eq!(exchange.payload(token).unwrap(), "event");
    assert!(matches!(
        exchange.payload(token),
        Err(BridgeError::UnknownToken(_))
    ));
}

#[test]
fn keeps_an_invocation_open_when_its_response_is_too_large() {
    let exchange = Exchange::default();
    let outcome = exchange.offer(invocation("r-1", "")).unwrap();
    let (token, ..) = exchange.next().unwrap();

    let too_large = Outcome::Success(vec![b'x'; RESPONSE_LIMIT + 1].into());
    assert!(matches!(
        exchange.answer(token, too_large),
        Err(BridgeError::ResponseTooLarge { size: 6_291_557 })
    ));
    exchange.answer(token, failure()).unwrap();
    assert_eq!(outcome.blocking_recv().unwrap(), failure());
}

#[test]
fn takes_a_response_of_exactly_the_limit() {
    let exchange = Exchange::default();
    let _outcome = exchange.offer(invocation("r-1", "")).unwrap();
    let (token, ..) = exchange.next().unwrap();
    exchange
        .answer(token, Outcome::Success(vec![b'x'; RESPONSE_LIMIT].into()))
        .unwrap();
}

#[test]
fn wakes_every_waiting_reader_with_the_first_cause() {
    let exchange = Arc::new(Exchange::default());
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
    assert!(matches!(
        exchange.offer(invocation("r-1", "")),
        Err(BridgeError::Closed { .. })
    ));
}

#[test]
fn delivers_what_was_offered_before_it_closed() {
    let exchange = Exchange::default();
    let outcome = exchange.offer(invocation("r-1", "event")).unwrap();
    exchange.close("over");
    let (token, ..) = exchange.next().unwrap();
    exchange.answer(token, success("done")).unwrap();
    assert_eq!(outcome.blocking_recv().unwrap(), success("done"));
    assert!(matches!(exchange.next(), Err(BridgeError::Closed { .. })));
}

#[test]
fn says_that_nobody_waits_for_an_answer_any_more() {
    let exchange = Exchange::default();
    drop(exchange.offer(invocation("r-1", "")).unwrap());
    let (token, ..) = exchange.next().unwrap();
    assert!(matches!(
        exchange.answer(token, success("")),
        Err(BridgeError::Closed { .. })
    ));
}

#[test]
fn a_turn_is_read_once_and_answered_once() {
    let exchange = Exchange::default();
    let turn = Turn::default();
    assert!(matches!(
        turn.answer(&exchange, success("")),
        Err(BridgeError::NothingOpen)
    ));

    let outcome = exchange.offer(invocation("r-1", "")).unwrap();
    turn.next(&exchange).unwrap();
    assert!(matches!(turn.next(&exchange), Err(BridgeError::StillOpen)));

    let too_large = Outcome::Success(vec![b'x'; RESPONSE_LIMIT + 1].into());
    assert!(matches!(
        turn.answer(&exchange, too_large),
        Err(BridgeError::ResponseTooLarge { .. })
    ));
    turn.answer(&exchange, failure()).unwrap();
    assert_eq!(outcome.blocking_recv().unwrap(), failure());
    assert!(matches!(
        turn.answer(&exchange, success("")),
        Err(BridgeError::NothingOpen)
    ));
}

#[test]
fn a_stop_wakes_readers_and_waits_for_what_is_open() {
    let exchange = Arc::new(Exchange::default());
    let outcome = exchange.offer(invocation("r-1", "event")).unwrap();
    let (token, _, _) = exchange.next().unwrap();
    let stopping = {
        let exchange = Arc::clone(&exchange);
        thread::spawn(move || exchange.stop(Duration::from_secs(60)))
    };
    assert!(matches!(exchange.next(), Err(BridgeError::Stopped)));
    assert!(matches!(
        exchange.offer(invocation("r-2", "too late")),
        Err(BridgeError::Stopped)
    ));
    exchange.answer(token, success("in time")).unwrap();
    assert_eq!(outcome.blocking_recv().unwrap(), success("in time"));
    assert!(!stopping.is_finished(), "the answer has not been sent yet");
    exchange.settled();
    stopping.join().unwrap();
}

#[test]
fn a_stop_does_not_wait_for_ever() {
    let exchange = Exchange::default();
    let _outcome = exchange.offer(invocation("r-1", "event")).unwrap();
    exchange.stop(Duration::from_millis(1));
    exchange.close("later");
    exchange.next().unwrap();
    assert!(
        matches!(exchange.next(), Err(BridgeError::Stopped)),
        "the first end is kept"
    );
}

#[test]
fn a_large_buffer_is_used_again_and_a_small_or_shared_one_is_not() {
    let exchange = Exchange::default();
    assert_eq!(exchange.buffer().capacity(), 0);

    let mut large = exchange.buffer();
    large.resize(1 << 20, 1);
    exchange.give_back(large.freeze());
    let again = exchange.buffer();
    assert!(again.is_empty() && again.capacity() >= 1 << 20);
    assert_eq!(exchange.buffer().capacity(), 0, "it was taken");

    exchange.give_back(Bytes::from(vec![1; 100]));
    assert_eq!(exchange.buffer().capacity(), 0, "too small to be worth keeping");

    let shared = Bytes::from(vec![1; 1 << 20]);
    exchange.give_back(shared.clone());
    assert_eq!(exchange.buffer().capacity(), 0, "somebody still reads it");
    assert_eq!(shared.len(), 1 << 20);
}
