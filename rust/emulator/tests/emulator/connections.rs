//! Connections and the record of what came over them.

use crate::{
    function::{api, echo, patient},
    http::{Client, refusal, response_to},
};
use lambda_emulator::{CallKind, Emulator, FunctionSettings};

#[test]
fn calls_are_recorded_as_they_came() {
    let emulator = api();
    let pending = emulator.begin("{}");
    let mut runtime = Client::runtime(&emulator);
    let event = runtime.next();
    runtime.post(&response_to(&event), "user-AGENT: test/1\r\n", "body");
    pending.wait().unwrap();
    Client::runtime(&emulator).call("GET", "/2018-06-01/odd?x=1", "", b"");
    let calls = emulator.calls();
    let kinds: Vec<_> = calls.iter().map(|call| call.kind).collect();
    assert_eq!(kinds, [CallKind::Next, CallKind::Response, CallKind::Other]);
    assert_eq!(
        calls.iter().map(|call| call.connection).collect::<Vec<_>>(),
        [0, 0, 1]
    );
    assert_eq!(
        (calls[0].method.as_str(), calls[0].path.as_str()),
        ("GET", "/2018-06-01/runtime/invocation/next")
    );
    assert_eq!(
        calls[1].path,
        format!("/2018-06-01/runtime/{}", response_to(&event))
    );
    assert_eq!(calls[1].body.as_deref(), Some(b"body".as_slice()));
    assert!(
        calls[1]
            .headers
            .iter()
            .any(|header| header == ("user-AGENT", "test/1")),
        "spelt as it came"
    );
    assert_eq!(calls[2].path, "/2018-06-01/odd?x=1");
    assert!(calls.is_sorted_by_key(|call| call.arrived));
}

#[test]
fn the_record_has_its_limits() {
    let mut settings = patient(FunctionSettings::new(""));
    settings.recorded_calls = 2;
    settings.recorded_body_limit = 4;
    let emulator = Emulator::without_function(settings).unwrap();
    let mut runtime = Client::runtime(&emulator);
    for body in ["1", "1234", "12345"] {
        runtime.call("POST", &format!("/{body}"), "", body.as_bytes());
    }
    let calls = emulator.calls();
    assert_eq!(
        calls.iter().map(|call| call.path.as_str()).collect::<Vec<_>>(),
        ["/1234", "/12345"]
    );
    assert_eq!(calls[0].body.as_deref(), Some(b"1234".as_slice()));
    assert_eq!((calls[1].body.as_ref(), calls[1].body_length), (None, 5));
}

#[test]
fn a_function_keeps_one_connection_for_all_its_calls() {
    let emulator = Emulator::start(echo("echo")).unwrap();
    for number in 0..20 {
        assert_eq!(
            emulator
                .invoke(number.to_string().as_str())
                .unwrap()
                .answer
                .text(),
            number.to_string()
        );
    }
    assert!(emulator.calls().iter().all(|call| call.connection == 0));
}

#[test]
fn a_message_in_pieces_is_one_message() {
    let emulator = api();
    let pending = emulator.begin("{}");
    let mut runtime = Client::runtime(&emulator);
    let event = runtime.next();
    let message = format!(
        "POST /2018-06-01/runtime/{} HTTP/1.1\r\nHost: {}\r\nContent-Length: 5\r\n\r\nsmall",
        response_to(&event),
        runtime.host(),
    );
    for byte in message.as_bytes() {
        runtime.write([*byte]);
    }
    assert_eq!(runtime.read().status, 202);
    assert_eq!(pending.wait().unwrap().answer.text(), "small");
}

#[test]
fn two_messages_in_one_piece_are_two_messages() {
    let emulator = api();
    let mut runtime = Client::runtime(&emulator);
    let message = format!(
        "POST /a HTTP/1.1\r\nHost: {}\r\nContent-Length: 3\r\n\r\none",
        runtime.host()
    );
    runtime.write(format!("{message}{message}"));
    assert_eq!((runtime.read().status, runtime.read().status), (404, 404));
}

#[test]
fn a_connection_ends_when_the_function_says_so() {
    let emulator = api();
    for message in ["GET /a HTTP/1.1\r\nConnection: close\r\n", "GET /a HTTP/1.0\r\n"] {
        let mut runtime = Client::runtime(&emulator);
        runtime.write(format!("{message}Host: {}\r\n\r\n", runtime.host()));
        assert_eq!(runtime.read().status, 404);
        assert_eq!(runtime.rest().unwrap(), b"", "{message}");
    }
}

#[test]
fn what_is_not_http_is_refused() {
    let emulator = api();
    let mut runtime = Client::runtime(&emulator);
    runtime.write("\u{1}\u{2} what?\r\n\r\n");
    assert_eq!(runtime.read().refusal(), refusal(400, "MalformedRequest"));
    assert_eq!(runtime.rest().unwrap(), b"");
}

#[test]
fn a_length_that_is_no_number_is_a_truncated_request() {
    let emulator = api();
    let pending = emulator.begin("{}");
    let mut runtime = Client::runtime(&emulator);
    let event = runtime.next();
    runtime.write(format!(
        "POST /2018-06-01/runtime/{} HTTP/1.1\r\nHost: {}\r\nContent-Length: many\r\n\r\n",
        response_to(&event),
        runtime.host(),
    ));
    assert_eq!(runtime.read().refusal(), refusal(400, "TruncatedHTTPRequest"));
    assert!(pending.wait().unwrap().answer.error().is_some());
}
