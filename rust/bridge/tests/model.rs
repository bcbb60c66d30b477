//! The exchange under a model checker: every test runs its threads in 100,000 schedules chosen at random,
//! and any that loses an invocation, or leaves a thread waiting, fails with the schedule that repeats it.
//!
//! `cargo test -p hello --features model --test model`; `SCHEDULES` sets another number of them.

#![cfg(feature = "model")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

#[path = "model/batch.rs"]
mod batch;

use std::future::poll_fn;
use std::time::Duration;

use Hello::error::BridgeError;
use Hello::exchange::{
    Exchange, Invocation, InvocationContext, PIECE, Pending, Piece, Reply, Stream, StreamEnd,
};
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

/// Pieces that fill the stream's buffer again and again.
const PIECES: usize = 7;

/// A Java thread that answers one invocation in pieces, and whether all of them were taken.
fn run_writer(exchange: &Exchange) -> bool {
    static PIECE_OF_ZEROS: [u8; PIECE] = [0; PIECE];
    let token = exchange.next().unwrap().token;
    exchange.begin(token, None).unwrap();
    let written = (0..PIECES).all(|_| {
        let piece = Bytes::from_static(&PIECE_OF_ZEROS);
        exchange.write(token, piece).is_ok()
    });
    exchange.finish(token).is_ok() && written
}

/// Reads a stream to its end, or until it is refused.
async fn read(mut stream: Stream) -> Option<(usize, StreamEnd)> {
    let mut bytes = 0;
    loop {
        match poll_fn(|context| stream.poll(context, true)).await.ok()? {
            Piece::Data(piece) => bytes += piece.len(),
            Piece::Gathering => {}
            Piece::End(end) => return Some((bytes, end)),
        }
    }
}

fn begun(pending: &mut Pending) -> Stream {
    match block_on(pending.reply()) {
        Some(Reply::Stream(stream)) => stream,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_stream_that_is_larger_than_its_buffer_arrives_whole() {
    explore(|| {
        let exchange = serving();
        let mut pending = exchange.ticket().unwrap().offer(invocation(0));
        let writer = {
            let exchange = Arc::clone(&exchange);
            thread::spawn(move || run_writer(&exchange))
        };
        let mut stream = begun(&mut pending);
        let control = stream.control();
        let read = block_on(read(stream)).unwrap();
        assert_eq!(read, (PIECES * PIECE, StreamEnd::Complete));
        assert_eq!(block_on(control.read()), Some(StreamEnd::Complete));
        assert!(writer.join().unwrap());
        assert_eq!(exchange.open_invocations(), 0);
    });
}

#[test]
fn a_stream_that_is_refused_at_any_moment_leaves_nobody_waiting() {
    explore(|| {
        let exchange = serving();
        let mut pending = exchange.ticket().unwrap().offer(invocation(0));
        let writer = {
            let exchange = Arc::clone(&exchange);
            thread::spawn(move || run_writer(&exchange))
        };
        let mut stream = begun(&mut pending);
        let control = stream.control();
        let reader = thread::spawn(move || block_on(read(stream)));
        thread::yield_now();
        control.refuse("nobody wants it");
        assert_eq!(block_on(control.ended()), StreamEnd::Complete);
        writer.join().unwrap();
        reader.join().unwrap();
        assert_eq!(exchange.open_invocations(), 0);
    });
}

/// The reader is gone, and the loop has yet to say why.
#[test]
fn a_stream_whose_reader_is_dropped_leaves_nobody_waiting() {
    explore(|| {
        let exchange = serving();
        let mut pending = exchange.ticket().unwrap().offer(invocation(0));
        let writer = {
            let exchange = Arc::clone(&exchange);
            thread::spawn(move || run_writer(&exchange))
        };
        let mut stream = begun(&mut pending);
        let control = stream.control();
        let dropping = thread::spawn(move || drop(stream));
        assert_eq!(block_on(control.read()), None);
        control.refuse("it broke off");
        assert!(!writer.join().unwrap());
        assert_eq!(block_on(control.ended()), StreamEnd::Complete);
        dropping.join().unwrap();
    });
}

#[test]
fn a_stop_ends_a_stream_that_is_being_written() {
    explore(|| {
        let exchange = serving();
        let mut pending = exchange.ticket().unwrap().offer(invocation(0));
        let writer = {
            let exchange = Arc::clone(&exchange);
            thread::spawn(move || run_writer(&exchange))
        };
        let reader = thread::spawn(move || {
            let stream = begun(&mut pending);
            let read = block_on(read(stream));
            drop(pending);
            read
        });
        exchange.stop(PATIENCE);
        assert!(writer.join().unwrap());
        let whole = Some((PIECES * PIECE, StreamEnd::Complete));
        assert_eq!(reader.join().unwrap(), whole);
    });
}
