//! What a peer can make grow, and how far.

use crate::{
    function::{api, echo, eventually, patient},
    generated::Draw,
    http::{Client, refusal, response_to},
};
use lambda_emulator::{Emulator, FunctionSettings, bounds, invoke_api::InvokeApi};
use std::{io::Write, net::Ipv4Addr, sync::Arc};

const INVOKE: &str = "/2015-03-31/functions/function/invocations";
const MIB: usize = 1024 * 1024;

/// Which status a drawn request is answered with, by a model that counts and nothing more.
#[test]
fn drawn_requests_are_answered_alike_however_they_are_cut() {
    let emulator = api();
    let host = emulator.runtime_api();
    let mut draw = Draw::new();
    for _ in 0..150 {
        let headers = draw.one_of(&[0, 3, 100, bounds::MAX_HEADERS - 2, bounds::MAX_HEADERS - 1, 300]);
        let value = draw.one_of(&[0, 10, 1000]);
        let field = format!("x: {}\r\n", "v".repeat(value));
        let chunked = draw.chance(60);
        let mut message = format!("POST /odd HTTP/1.1\r\nHost: {host}\r\n{}", field.repeat(headers));
        let mut status = if headers + 2 > bounds::MAX_HEADERS {
            431
        } else {
            404
        };
        let mut body = 0;
        if chunked {
            message += "Transfer-Encoding: chunked\r\n\r\n";
            let mut extensions = 0;
            for _ in 0..draw.below(12) {
                let size = 1 + draw.below(20_000);
                let extension = match draw.below(4) {
                    0 => format!(";{}", "e".repeat(draw.one_of(&[1, 100, 8000, 20_000]))),
                    _ => String::new(),
                };
                extensions += extension.len();
                body += size;
                message += &format!("{size:x}{extension}\r\n{}\r\n", "b".repeat(size));
                if status == 404 && extensions > bounds::MAX_CHUNK_EXTENSION_BYTES {
                    status = 413;
                }
            }
            let trailers = draw.one_of(&[0, 1, bounds::MAX_TRAILERS, bounds::MAX_TRAILERS + 1]);
            message += &format!("0\r\n{}\r\n", "t: 1\r\n".repeat(trailers));
            if status == 404 && trailers > bounds::MAX_TRAILERS {
                status = 431;
            }
        } else {
            body = draw.below(100_000);
            message += &format!("Content-Length: {body}\r\n\r\n{}", "b".repeat(body));
        }
        if status == 404 && body > bounds::MAX_OTHER_BODY_BYTES {
            status = 413;
        }
        let mut client = Client::runtime(&emulator);
        let pieces = draw.pieces(message.as_bytes());
        // What is refused early is not read to its end, so the rest may find the connection closed.
        let _ = pieces.iter().try_for_each(|piece| client.stream.write_all(piece));
        let reply = client.read();
        assert_eq!(
            reply.status,
            status,
            "{}: {headers} headers of {value}, body {body}",
            reply.text()
        );
        if status == 404 {
            client.poll();
            assert!(
                emulator.begin("{}").wait_in(&mut client),
                "the connection is good"
            );
        }
    }
}

trait Pending {
    fn wait_in(self, client: &mut Client) -> bool;
}

impl Pending for lambda_emulator::PendingInvocation {
    /// Whether the event that is under way comes over this connection, and its answer back.
    fn wait_in(self, client: &mut Client) -> bool {
        let event = client.read();
        event.status == 200 && client.respond(&event, "1").status == 202 && self.wait().is_ok()
    }
}

#[test]
fn a_request_cut_at_every_byte_is_the_same_request() {
    let emulator = api();
    let mut client = Client::runtime(&emulator);
    let message = format!(
        "POST /odd HTTP/1.1\r\nHost: {}\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\none\r\n4\r\ntwo.\r\n0\r\nt: 1\r\n\r\n",
        client.host()
    );
    for cut in 0..=message.len() {
        let (first, second) = message.split_at(cut);
        client.write(first);
        client.write(second);
        assert_eq!(client.read().status, 404, "cut at {cut}");
    }
    let calls = emulator.calls();
    assert_eq!(calls.len(), message.len() + 1);
    for call in calls {
        assert_eq!(call.body.as_deref(), Some(b"onetwo.".as_slice()));
        assert_eq!(call.trailers.get("t"), Some("1"));
    }
}

#[test]
fn two_lengths_and_broken_chunks_do_not_smuggle_a_second_request() {
    let emulator = api();
    for body in [
        "Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "Content-Length: +1\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n1\r\nxyz0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    ] {
        let mut client = Client::runtime(&emulator);
        let host = client.host();
        client.write(format!(
            "POST /odd HTTP/1.1\r\nHost: {host}\r\n{body}GET /smuggled HTTP/1.1\r\nHost: {host}\r\n\r\n"
        ));
        client.read();
        assert_eq!(client.rest().unwrap(), b"", "{body}");
    }
    assert!(emulator.calls().iter().all(|call| call.path == "/odd"));
}

#[test]
fn events_that_wait_are_so_many_and_no_more() {
    let emulator = Arc::new(Emulator::start(echo("echo")).unwrap());
    let api = InvokeApi::start(Arc::clone(&emulator), (Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    let mut client = Client::to(api.address());
    let asynchronous = "X-Amz-Invocation-Type: Event\r\n";
    let mut call = |payload: &str| client.call("POST", INVOKE, asynchronous, payload.as_bytes());
    assert_eq!(call(r#"{"do":"sleep","milliseconds":600000}"#).status, 202);
    for _ in 1..bounds::MAX_EVENTS {
        assert_eq!(call("1").status, 202);
    }
    for kind in [asynchronous, ""] {
        let reply = Client::to(api.address()).call("POST", INVOKE, kind, b"1");
        assert_eq!(
            (reply.status, reply.json()["Reason"].as_str()),
            (429, Some("ConcurrentInvocationLimitExceeded"))
        );
        assert_eq!(
            reply.header("x-amzn-ErrorType").unwrap(),
            "TooManyRequestsException"
        );
    }
    // The one that holds them up ends, and there is a place again.
    emulator.terminate();
    eventually("a place is free", || {
        Client::to(api.address())
            .call("POST", INVOKE, asynchronous, b"2")
            .status
            == 202
    });
}

#[test]
fn connections_are_so_many_and_no_more() {
    let emulator = Arc::new(Emulator::start(echo("echo")).unwrap());
    let api = InvokeApi::start(Arc::clone(&emulator), (Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    let runtime = (emulator.runtime_api(), bounds::MAX_CONNECTIONS + 2);
    for (address, limit) in [runtime, (api.address(), bounds::MAX_CLIENTS)] {
        let mut open: Vec<Client> = (0..limit).map(|_| Client::to(address)).collect();
        let mut beyond = Client::to(address);
        beyond.send("POST", INVOKE, "", b"1");
        let reply = beyond.read();
        assert_eq!(reply.status, 503, "{}", reply.text());
        assert!(reply.text().contains("close some"));
        drop(open.pop());
        eventually("a connection is free", || {
            let mut client = Client::to(address);
            client.send("GET", "/", "", b"");
            client.read().status == 404
        });
    }
    assert_eq!(emulator.invoke("1").unwrap().answer.text(), "1");
}

#[test]
fn a_body_that_answers_nothing_is_not_kept() {
    let emulator = api();
    let mut client = Client::runtime(&emulator);
    let large = vec![b' '; bounds::MAX_OTHER_BODY_BYTES + 1];
    let reply = client.call("POST", "/odd", "", &large);
    assert_eq!(reply.refusal(), refusal(413, "RequestEntityTooLarge"));
    let registration = client.call(
        "POST",
        "/2020-01-01/extension/register",
        "Lambda-Extension-Name: a\r\n",
        &large,
    );
    assert_eq!(registration.refusal(), refusal(413, "RequestEntityTooLarge"));
    let late = client.post("invocation/none/response", "", vec![b' '; 7 * MIB]);
    assert_eq!(late.refusal(), refusal(400, "InvalidRequestID"));
    let endless = format!("Content-Length: {}\r\n", u64::MAX);
    client.write(format!(
        "POST /odd HTTP/1.1\r\nHost: {}\r\n{endless}\r\n",
        client.host()
    ));
    assert_eq!(client.read().refusal(), refusal(413, "RequestEntityTooLarge"));
}

#[test]
fn an_extension_name_has_a_length() {
    let emulator = api();
    let mut client = Client::runtime(&emulator);
    for (length, status) in [
        (bounds::MAX_EXTENSION_NAME_BYTES, 200),
        (bounds::MAX_EXTENSION_NAME_BYTES + 1, 403),
    ] {
        let name = format!("Lambda-Extension-Name: {}\r\n", "n".repeat(length));
        let reply = client.call(
            "POST",
            "/2020-01-01/extension/register",
            &name,
            br#"{"events":[]}"#,
        );
        assert_eq!(reply.status, status, "{length}");
    }
}

#[test]
fn the_record_has_a_bound_in_bytes_too() {
    let mut settings = patient(FunctionSettings::new(""));
    settings.recorded_body_limit = usize::MAX;
    let emulator = Emulator::without_function(settings).unwrap();
    let mut client = Client::runtime(&emulator);
    let value = "v".repeat(900 * 1024);
    let count = bounds::MAX_RECORDED_BYTES / value.len() + 20;
    for number in 0..count {
        client.call("POST", &format!("/{number}"), &format!("X: {value}\r\n"), b"");
    }
    let calls = emulator.calls();
    let bytes: usize = calls
        .iter()
        .map(|call| call.headers.get("X").unwrap().len())
        .sum();
    assert!(
        bytes <= bounds::MAX_RECORDED_BYTES && calls.len() > 100,
        "{bytes} in {}",
        calls.len()
    );
    assert_eq!(
        calls.last().unwrap().path,
        format!("/{}", count - 1),
        "the oldest are dropped"
    );
}

#[test]
fn an_invocation_that_has_ended_is_still_known() {
    let emulator = api();
    let mut runtime = Client::runtime(&emulator);
    let pending = emulator.begin("{}");
    let event = runtime.next();
    assert_eq!(runtime.respond(&event, "1").status, 202);
    pending.wait().unwrap();
    let again = runtime.post(&response_to(&event), "", "2");
    assert_eq!(again.refusal(), refusal(400, "InvalidRequestID"));
}
