//! The exchange under a model checker: every test runs its threads in 100,000 schedules chosen at random,
//! and any that loses an invocation, or leaves a thread waiting, fails with the schedule that repeats it.
//!
//! `cargo test -p hello --features model --test model`; `SCHEDULES` sets another number of them.

#![cfg(feature = "model")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use std::time::Duration;

use Hello::error::BridgeError;
use Hello::exchange::{Exchange, Invocation, InvocationContext, Reply};
use bytes::Bytes;
use shuttle::future::block_on;
use shuttle::sync::Mutex;
use shuttle::thread;
use std::sync::Arc;

/// Under the model no time passes: a wait that would run out of patience is one for ever.
const PATIENCE: Duration = Duration::from_secs(60);

fn explore(scenario: impl Fn() + Send + Sync + 'static) {
    let schedules = std::env::var("SCHEDULES").map_or(100_000, |number| number.parse().unwrap());
    shuttle::check_random(scenario, schedules);
}

fn invocation(number: usize) -> Invocation {
    Invocation {
        context: Arc::new(InvocationContext {
            request_id: format!("r-{number}"),
            ..InvocationContext::default()
        }),
        payload: Bytes::from_static(b"event"),
    }
}

/// What the loop has seen of the events that came to it.
#[derive(Default)]
struct Seen {
    /// Those that were taken from the Runtime API.
    taken: usize,
    /// Those whose answer was posted.
    posted: usize,
}

/// The loop: takes at most `events` events, one after the other, and posts the reply of each.
fn run_loop(exchange: &Arc<Exchange>, seen: &Mutex<Seen>, events: usize) {
    for number in 0..events {
        let Some(ticket) = exchange.ticket() else {
            return;
        };
        // The head of the event arrives, then its body.
        seen.lock().unwrap().taken += 1;
        thread::yield_now();
        let mut pending = ticket.offer(invocation(number));
        let reply = block_on(pending.reply());
        assert!(reply.is_some(), "nobody ran out of patience");
        thread::yield_now();
        seen.lock().unwrap().posted += 1;
    }
}

/// A Java thread: takes and answers until it is told that no more comes. Returns how many it answered.
fn run_worker(exchange: &Exchange) -> usize {
    let mut answered = 0;
    loop {
        match exchange.next() {
            Ok(taken) => {
                exchange.payload(taken.token).unwrap();
                let response = Reply::Buffered(taken.context.request_id.clone().into());
                exchange.answer(taken.token, response).unwrap();
                answered += 1;
            }
            Err(BridgeError::Stopped | BridgeError::Closed { .. }) => return answered,
            Err(other) => panic!("{other}"),
        }
    }
}

fn serving() -> Arc<Exchange> {
    let exchange = Arc::new(Exchange::default());
    assert!(exchange.serve());
    exchange
}

/// Loops and workers, and a stop that comes at any moment: when it returns, everything that was taken has
/// its answer, and every thread ends.
fn a_stop_loses_nothing(loops: usize, events: usize, workers: usize) {
    explore(move || {
        let exchange = serving();
        let seen = Arc::new(Mutex::new(Seen::default()));
        let loops: Vec<_> = (0..loops)
            .map(|_| {
                let (exchange, seen) = (Arc::clone(&exchange), Arc::clone(&seen));
                thread::spawn(move || run_loop(&exchange, &seen, events))
            })
            .collect();
        let workers: Vec<_> = (0..workers)
            .map(|_| {
                let exchange = Arc::clone(&exchange);
                thread::spawn(move || run_worker(&exchange))
            })
            .collect();
        exchange.stop(PATIENCE);
        let (taken, posted) = {
            let seen = seen.lock().unwrap();
            (seen.taken, seen.posted)
        };
        assert_eq!(posted, taken, "the stop returned before everything was posted");
        for each in loops {
            each.join().unwrap();
        }
        let answered: usize = workers.into_iter().map(|worker| worker.join().unwrap()).sum();
        assert_eq!(answered, seen.lock().unwrap().posted);
    });
}

#[test]
fn a_stop_loses_nothing_with_one_loop_and_one_worker() {
    a_stop_loses_nothing(1, 3, 1);
}

#[test]
fn a_stop_loses_nothing_with_many_loops_and_workers() {
    a_stop_loses_nothing(3, 2, 2);
}

#[test]
fn a_close_wakes_every_worker_once_the_queue_is_empty() {
    explore(|| {
        let exchange = serving();
        let workers: Vec<_> = (0..2)
            .map(|_| {
                let exchange = Arc::clone(&exchange);
                thread::spawn(move || run_worker(&exchange))
            })
            .collect();
        let seen = Mutex::new(Seen::default());
        run_loop(&exchange, &seen, 2);
        exchange.close("the Runtime API is gone");
        let answered: usize = workers.into_iter().map(|worker| worker.join().unwrap()).sum();
        assert_eq!(answered, 2);
    });
}

#[test]
fn a_stop_and_a_close_at_once_leave_nobody_waiting() {
    explore(|| {
        let exchange = serving();
        let closing = {
            let exchange = Arc::clone(&exchange);
            thread::spawn(move || {
                drop(exchange.ticket());
                exchange.close("the loop has ended");
            })
        };
        let worker = {
            let exchange = Arc::clone(&exchange);
            thread::spawn(move || run_worker(&exchange))
        };
        exchange.stop(PATIENCE);
        closing.join().unwrap();
        assert_eq!(worker.join().unwrap(), 0);
        assert!(exchange.ticket().is_none());
    });
}

#[test]
fn one_of_two_answers_is_accepted() {
    explore(|| {
        let exchange = serving();
        let mut pending = exchange.ticket().unwrap().offer(invocation(0));
        let token = exchange.next().unwrap().token;
        let answers: Vec<_> = ["first", "second"]
            .into_iter()
            .map(|text| {
                let exchange = Arc::clone(&exchange);
                thread::spawn(move || exchange.answer(token, Reply::Buffered(text.into())).is_ok())
            })
            .collect();
        let accepted = answers
            .into_iter()
            .map(|answer| usize::from(answer.join().unwrap()))
            .sum::<usize>();
        assert_eq!(accepted, 1);
        assert!(block_on(pending.reply()).is_some());
    });
}
