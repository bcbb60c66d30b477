//! Connections that end where they should not.

use crate::{
    function::{api, eventually},
    http::{Client, Reply, error_to, response_to},
};
use lambda_emulator::{Answer, CallKind, Cut, Emulator, Misbehaviour};
use std::io::ErrorKind;

/// Lets one response through with this cut; gives what came of it and the connection.
fn response_with(emulator: &Emulator, cut: Cut, body: &str) -> (Answer, Client) {
    emulator.misbehave(CallKind::Response, Misbehaviour::cut(cut));
    let pending = emulator.begin("{}");
    let mut runtime = Client::runtime(emulator);
    let event = runtime.next();
    runtime.send(
        "POST",
        &format!("/2018-06-01/runtime/{}", response_to(&event)),
        "",
        body.as_bytes(),
    );
    (pending.wait().unwrap().answer, runtime)
}

/// Shows that the function would go on: a fresh connection gets the next event.
fn goes_on(emulator: &Emulator) {
    let pending = emulator.begin("again");
    let mut runtime = Client::runtime(emulator);
    let event = runtime.next();
    assert_eq!(event.text(), "again");
    runtime.respond(&event, "done");
    assert_eq!(pending.wait().unwrap().answer.text(), "done");
}

#[test]
fn a_reply_that_never_comes_leaves_the_answer_taken() {
    let emulator = api();
    let (answer, mut runtime) = response_with(&emulator, Cut::CloseInsteadOfReply, "taken");
    assert_eq!(answer.response().unwrap().body, "taken");
    assert_eq!(runtime.rest().unwrap(), b"");
    let (answer, mut runtime) = response_with(&emulator, Cut::ResetInsteadOfReply, "taken");
    assert_eq!(answer.response().unwrap().body, "taken");
    assert_eq!(runtime.rest().unwrap_err().kind(), ErrorKind::ConnectionReset);
    goes_on(&emulator);
}

#[test]
fn half_a_connection_can_end() {
    let emulator = api();
    let (answer, mut runtime) = response_with(&emulator, Cut::HalfCloseInsteadOfReply, "taken");
    assert_eq!(answer.text(), "taken");
    assert_eq!(runtime.rest().unwrap(), b"", "no reply");
    // A closed connection would answer the first write with a reset, which the second would meet.
    for _ in 0..100 {
        runtime.write("still heard");
    }
    runtime.stream.set_nonblocking(true).unwrap();
    assert_eq!(runtime.rest().unwrap(), b"", "and no reset");
    goes_on(&emulator);
}

#[test]
fn an_upload_that_is_cut_is_refused_with_nothing_read() {
    let emulator = api();
    for cut in [Cut::CloseBeforeBody, Cut::ResetBeforeBody] {
        let (answer, mut runtime) = response_with(&emulator, cut, "never read");
        let Answer::Refused(refused) = answer else {
            panic!("{cut:?}: {answer:?}");
        };
        assert_eq!(
            (refused.status, refused.is_error, refused.body.len()),
            (None, false, 0)
        );
        let rest = runtime.rest();
        assert!(rest.is_err() || rest.unwrap().is_empty(), "{cut:?}: no reply");
    }
    let calls = emulator.calls();
    let cut = calls.iter().filter(|call| call.kind == CallKind::Response);
    assert!(cut.map(|call| call.body_length).all(|length| length == 0));
    goes_on(&emulator);
}

#[test]
fn an_error_report_that_is_cut_is_refused_too() {
    let emulator = api();
    emulator.misbehave(CallKind::Error, Misbehaviour::cut(Cut::ResetBeforeBody));
    let pending = emulator.begin("{}");
    let mut runtime = Client::runtime(&emulator);
    let event = runtime.next();
    runtime.send(
        "POST",
        &format!("/2018-06-01/runtime/{}", error_to(&event)),
        "",
        b"{}",
    );
    let Answer::Refused(refused) = pending.wait().unwrap().answer else {
        panic!("the script cuts it");
    };
    assert_eq!((refused.status, refused.is_error), (None, true));
    assert_eq!(runtime.rest().unwrap_err().kind(), ErrorKind::ConnectionReset);
}

/// The same event, cut in another way each time, because a poll without an answer gets it again.
#[test]
fn an_event_can_be_cut_anywhere() {
    let emulator = api();
    let pending = emulator.begin(r#""0123456789""#);
    let poll = |cut: Cut| {
        emulator.misbehave(CallKind::Next, Misbehaviour::cut(cut));
        let mut runtime = Client::runtime(&emulator);
        runtime.poll();
        runtime.rest()
    };
    let whole = poll(Cut::CloseAfterReply).unwrap();
    let text = String::from_utf8(whole.clone()).unwrap();
    assert!(
        text.starts_with("HTTP/1.1 200 OK\r\n") && text.ends_with("\r\n\r\n\"0123456789\""),
        "{text}"
    );
    assert!(
        !text.to_lowercase().contains("connection:"),
        "nothing announces the end: {text}"
    );
    assert_eq!(poll(Cut::CloseAfter(0)).unwrap(), b"");
    assert_eq!(
        poll(Cut::CloseAfter(10)).unwrap(),
        b"HTTP/1.1 2",
        "in the status line"
    );
    assert_eq!(poll(Cut::CloseAfter(60)).unwrap(), whole[..60], "in the head");
    assert_eq!(
        poll(Cut::CloseAfter(whole.len() - 5)).unwrap(),
        whole[..whole.len() - 5],
        "in the body"
    );
    assert_eq!(poll(Cut::CloseAfter(10_000)).unwrap(), whole);
    assert_eq!(poll(Cut::CloseInsteadOfReply).unwrap(), b"");
    for cut in [
        Cut::ResetAfter(0),
        Cut::ResetAfter(30),
        Cut::ResetInsteadOfReply,
        Cut::ResetBeforeBody,
    ] {
        assert_eq!(
            poll(cut).unwrap_err().kind(),
            ErrorKind::ConnectionReset,
            "{cut:?}"
        );
    }
    let mut runtime = Client::runtime(&emulator);
    let event: Reply = runtime.next();
    runtime.respond(&event, "at last");
    assert_eq!(pending.wait().unwrap().answer.text(), "at last");
}

#[test]
fn an_idle_connection_can_end_after_its_reply() {
    let emulator = api();
    emulator.misbehave(CallKind::Response, Misbehaviour::cut(Cut::CloseAfterReply));
    let pending = emulator.begin("{}");
    let mut runtime = Client::runtime(&emulator);
    let event = runtime.next();
    assert_eq!(runtime.respond(&event, "1").status, 202);
    assert_eq!(runtime.rest().unwrap(), b"");
    assert_eq!(pending.wait().unwrap().answer.text(), "1");
    eventually("nobody polls", || emulator.waiting_polls() == 0);
    goes_on(&emulator);
}
