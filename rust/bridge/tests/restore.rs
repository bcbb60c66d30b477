//! SnapStart: the wait for the restore, and what fails around it.

#![cfg(not(feature = "model"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use Hello::error::BridgeError;
use Hello::exchange::{ErrorReport, Reply};
use Hello::runtime::Runtime;
use support::{Reaction, Server, event, serve, status};

/// Answers the first calls of `/restore/next` as the test says, and the others with 200.
fn restoring(first: impl Fn(usize) -> Option<Reaction> + Send + Sync + 'static) -> Server {
    let (restores, events) = (AtomicUsize::new(0), AtomicUsize::new(0));
    serve(move |call| {
        if call.line.ends_with("/restore/next") {
            let number = restores.fetch_add(1, Ordering::SeqCst);
            return first(number).unwrap_or_else(|| Reaction::Answer(status("200 OK")));
        }
        if call.line.ends_with("/invocation/next") {
            return match events.fetch_add(1, Ordering::SeqCst) {
                0 => Reaction::Answer(event("r-0", "", "{}")),
                _ => Reaction::Hold,
            };
        }
        Reaction::Answer(status("202 Accepted"))
    })
}

fn open(server: &Server) -> Runtime {
    Runtime::open(&server.settings, None).unwrap()
}

fn serves_one(runtime: &Runtime) {
    runtime.serve(1).unwrap();
    let taken = runtime.exchange.next().unwrap();
    let response = Reply::Buffered("{}".into());
    runtime.exchange.answer(taken.token, response).unwrap();
    runtime.exchange.stop(Duration::from_secs(60));
}

fn no_table() -> ErrorReport {
    ErrorReport {
        error_type: "NoTable".to_owned(),
        ..ErrorReport::default()
    }
}

#[test]
fn nothing_is_sent_on_a_connection_that_is_older_than_the_restore() {
    let server = restoring(|_| None);
    let runtime = open(&server);
    assert!(runtime.restore().unwrap());
    serves_one(&runtime);
    let calls = server.calls.lock().unwrap();
    let restore = &calls[0];
    assert_eq!(restore.line, "GET /2018-06-01/runtime/restore/next");
    for later in &calls[1..] {
        assert!(later.connection > restore.connection, "{later:?}");
    }
    assert_eq!(calls[1].line, "GET /2018-06-01/runtime/invocation/next");
}

#[test]
fn a_wait_that_breaks_off_is_taken_up_again() {
    let server = restoring(|number| (number < 3).then(|| Reaction::AnswerAndClose(Vec::new())));
    let runtime = open(&server);
    assert!(runtime.restore().unwrap());
    serves_one(&runtime);
    assert_eq!(server.count("/restore/next"), 4);
}

#[test]
fn a_wait_that_breaks_off_for_ever_is_an_error() {
    let server = restoring(|_| Some(Reaction::AnswerAndClose(Vec::new())));
    let error = open(&server).restore().unwrap_err();
    assert!(matches!(error, BridgeError::Restore(_)), "{error}");
    assert!(
        error.to_string().starts_with("GET /restore/next failed: "),
        "{error}"
    );
    assert_eq!(server.count("/restore/next"), 6);
}

#[test]
fn a_rejected_restore_is_an_error_at_once_and_still_an_init_error() {
    let server = restoring(|_| Some(Reaction::Answer(status("403 Forbidden"))));
    let runtime = open(&server);
    let error = runtime.restore().unwrap_err();
    assert!(error.to_string().contains("403 Forbidden"), "{error}");
    assert_eq!(server.count("/restore/next"), 1);
    runtime.snapshot_error(&no_table()).unwrap();
    assert_eq!(
        (server.count("/init/error"), server.count("/restore/error")),
        (1, 0)
    );
}

#[test]
fn a_failure_is_an_init_error_before_the_snapshot_and_one_of_the_restore_afterwards() {
    let server = restoring(|_| None);
    open(&server).snapshot_error(&no_table()).unwrap();
    assert_eq!(
        (server.count("/init/error"), server.count("/restore/error")),
        (1, 0)
    );
    let runtime = open(&server);
    assert!(runtime.restore().unwrap());
    runtime.snapshot_error(&no_table()).unwrap();
    assert_eq!(
        (server.count("/init/error"), server.count("/restore/error")),
        (1, 1)
    );
    let calls = server.calls.lock().unwrap();
    let [wait, report] = &calls[calls.len() - 2..] else {
        panic!("two calls");
    };
    assert!(report.connection > wait.connection, "on a new one");
}

#[test]
fn a_process_that_is_told_to_end_does_not_wait_any_longer() {
    let server = restoring(|_| Some(Reaction::Hold));
    let runtime = Arc::new(open(&server));
    let waiting = thread::spawn({
        let runtime = Arc::clone(&runtime);
        move || runtime.restore()
    });
    while server.count("/restore/next") == 0 {
        thread::yield_now();
    }
    runtime.exchange.stop(Duration::from_secs(60));
    assert!(!waiting.join().unwrap().unwrap());
    assert!(!runtime.restore().unwrap(), "nor again");
    assert!(matches!(runtime.serve(1), Err(BridgeError::Stopped)));
}

#[test]
fn there_is_one_restore_in_a_process() {
    let server = restoring(|_| None);
    let runtime = open(&server);
    assert!(runtime.restore().unwrap());
    assert!(matches!(runtime.restore(), Err(BridgeError::Started)));
    serves_one(&runtime);
    let too_late = runtime.snapshot_error(&no_table());
    assert!(matches!(too_late, Err(BridgeError::Started)));
}

#[test]
fn a_process_that_serves_cannot_wait_for_a_restore() {
    let server = restoring(|_| None);
    let runtime = server.runtime(1);
    assert!(matches!(runtime.restore(), Err(BridgeError::Started)));
    assert_eq!(server.count("/restore/next"), 0);
}
