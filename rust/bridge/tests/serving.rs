//! The loops against a Runtime API that does what it may, and what it should not.

#![cfg(not(feature = "model"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod support;

use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Duration;

use Hello::error::BridgeError;
use Hello::exchange::{ErrorReport, Reply};
use Hello::runtime::Runtime;
use support::{Reaction, event, serve, status};

/// Answers this many invocations with their request id.
fn echo(runtime: &Runtime, events: usize) {
    for _ in 0..events {
        let taken = runtime.exchange.next().unwrap();
        let response = Reply::Buffered(taken.context.request_id.clone().into());
        runtime.exchange.answer(taken.token, response).unwrap();
    }
}

/// Numbers the events, and holds the polls after the last.
fn events(last: usize) -> impl Fn() -> Option<String> {
    let count = AtomicUsize::new(0);
    move || {
        let number = count.fetch_add(1, Ordering::SeqCst);
        (number < last).then(|| format!("r-{number}"))
    }
}

#[test]
fn an_event_with_a_thousand_headers_is_answered() {
    for count in [0, 90, 100, 101, 1000] {
        let next = events(1);
        let server = serve(move |call| {
            if !call.line.ends_with("/next") {
                return Reaction::Answer(status("202 Accepted"));
            }
            let headers: String = (0..count).map(|n| format!("x-{n}: {n}\r\n")).collect();
            next().map_or(Reaction::Hold, |id| Reaction::Answer(event(&id, &headers, "{}")))
        });
        let runtime = server.runtime(1);
        echo(&runtime, 1);
        runtime.exchange.stop(Duration::from_secs(60));
        assert_eq!(server.count("/r-0/response"), 1, "{count} headers");
    }
}

#[test]
fn an_answer_survives_a_connection_that_is_closed_as_it_is_sent() {
    const EVENTS: usize = 40;
    let next = events(EVENTS);
    let server = serve(move |call| {
        if !call.line.ends_with("/next") {
            return Reaction::Answer(status("202 Accepted"));
        }
        // The connection that brought the event is gone when its answer comes.
        next().map_or(Reaction::Hold, |id| {
            Reaction::AnswerAndClose(event(&id, "", "{}"))
        })
    });
    let runtime = server.runtime(1);
    echo(&runtime, EVENTS);
    runtime.exchange.stop(Duration::from_secs(60));
    for number in 0..EVENTS {
        assert_eq!(
            server.count(&format!("/r-{number}/response")),
            1,
            "event {number}"
        );
    }
}

#[test]
fn an_answer_whose_fate_is_unknown_is_sent_once_more_and_no_more() {
    let next = events(1);
    let posts = AtomicUsize::new(0);
    let server = serve(move |call| {
        if !call.line.ends_with("/next") {
            return match posts.fetch_add(1, Ordering::SeqCst) {
                0 => Reaction::AnswerAndClose(Vec::new()),
                _ => Reaction::Answer(status("400 Bad Request")),
            };
        }
        next().map_or(Reaction::Hold, |id| Reaction::Answer(event(&id, "", "{}")))
    });
    let runtime = server.runtime(1);
    echo(&runtime, 1);
    runtime.exchange.stop(Duration::from_secs(60));
    assert_eq!(server.count("/r-0/response"), 2);
}

#[test]
fn as_many_events_at_once_as_there_are_loops() {
    const LOOPS: usize = 8;
    const EVENTS: usize = 400;
    let next = events(EVENTS);
    let server = serve(move |call| {
        if !call.line.ends_with("/next") {
            return Reaction::Answer(status("202 Accepted"));
        }
        next().map_or(Reaction::Hold, |id| Reaction::Answer(event(&id, "", "{}")))
    });
    let runtime = Arc::new(server.runtime(LOOPS));
    // Each waits until all have taken one: with a loop less, this would never end.
    let barrier = Arc::new(Barrier::new(LOOPS));
    let workers: Vec<_> = (0..LOOPS)
        .map(|_| {
            let (runtime, barrier) = (Arc::clone(&runtime), Arc::clone(&barrier));
            thread::spawn(move || {
                let mut seen = Vec::new();
                for _ in 0..EVENTS / LOOPS {
                    let taken = runtime.exchange.next().unwrap();
                    seen.push(taken.context.request_id.clone());
                    barrier.wait();
                    let response = Reply::Buffered(taken.context.request_id.clone().into());
                    runtime.exchange.answer(taken.token, response).unwrap();
                }
                seen
            })
        })
        .collect();
    let seen: HashSet<String> = workers
        .into_iter()
        .flat_map(|worker| worker.join().unwrap())
        .collect();
    runtime.exchange.stop(Duration::from_secs(60));
    assert_eq!(seen.len(), EVENTS);
    assert_eq!(server.count("/response"), EVENTS);
}

#[test]
fn an_event_that_cannot_be_parsed_ends_nothing() {
    let count = AtomicUsize::new(0);
    let server = serve(move |call| {
        if !call.line.ends_with("/next") {
            return Reaction::Answer(status("202 Accepted"));
        }
        match count.fetch_add(1, Ordering::SeqCst) {
            0 => Reaction::AnswerAndClose(b"not HTTP at all\r\n\r\n".to_vec()),
            1 => Reaction::Answer(event("r-1", "", "{}")),
            _ => Reaction::Hold,
        }
    });
    let runtime = server.runtime(1);
    echo(&runtime, 1);
    runtime.exchange.stop(Duration::from_secs(60));
    assert_eq!(server.count("/r-1/response"), 1);
}

#[test]
fn an_address_where_nobody_listens_is_named() {
    let unused = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = unused.local_addr().unwrap().to_string();
    drop(unused);
    let settings = Hello::runtime::Settings {
        runtime_api: address.parse().unwrap(),
        extension: false,
    };
    let runtime = Runtime::open(&settings, None).unwrap();
    runtime.serve(1).unwrap();
    let problem = runtime.exchange.next().unwrap_err().to_string();
    assert!(
        problem.contains("GET /next failed 6 times in a row") && problem.contains(&address),
        "{problem}"
    );
}

#[test]
fn an_init_error_is_reported_before_serving_and_not_after() {
    let server = serve(|call| match call.line.ends_with("/next") {
        true => Reaction::Hold,
        false => Reaction::Answer(status("202 Accepted")),
    });
    let runtime = Runtime::open(&server.settings, None).unwrap();
    runtime.init_error(&ErrorReport::default()).unwrap();
    assert_eq!(server.count("/init/error"), 1);
    // The thread ends after it, so nothing is requested any more.
    while runtime.exchange.phase() == Hello::exchange::Phase::Init {
        thread::yield_now();
    }
    assert!(matches!(runtime.serve(1), Err(BridgeError::Closed { .. })));

    let runtime = server.runtime(1);
    let too_late = runtime.init_error(&ErrorReport::default());
    assert!(matches!(too_late, Err(BridgeError::Started)));
    runtime.serve(1).unwrap();
    runtime.exchange.stop(Duration::from_secs(60));
    assert!(matches!(runtime.serve(1), Err(BridgeError::Stopped)));
}

#[test]
fn a_stop_answers_an_event_whose_body_is_still_arriving() {
    for pause in [0, 1, 5, 20] {
        let next = events(1);
        let (arriving, arrived) = crossbeam_channel::bounded(1);
        let server = serve(move |call| {
            if !call.line.ends_with("/next") {
                return Reaction::Answer(status("202 Accepted"));
            }
            match next() {
                Some(id) => Reaction::AnswerInHalves(event(&id, "", &"x".repeat(1 << 20)), arriving.clone()),
                None => Reaction::Hold,
            }
        });
        let runtime = Arc::new(server.runtime(1));
        let worker = {
            let runtime = Arc::clone(&runtime);
            thread::spawn(move || {
                while let Ok(taken) = runtime.exchange.next() {
                    let answered = runtime.exchange.answer(taken.token, Reply::Buffered("{}".into()));
                    answered.unwrap();
                }
            })
        };
        arrived.recv().unwrap();
        thread::sleep(Duration::from_millis(pause));
        runtime.exchange.stop(Duration::from_secs(60));
        worker.join().unwrap();
        assert_eq!(server.count("/r-0/"), 1, "{pause} ms after the head");
    }
}
