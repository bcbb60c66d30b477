//! Requests without an end, in every part that may have one.

use crate::{
    function::{api, echo},
    http::without_end,
};
use lambda_emulator::{Emulator, invoke_api::InvokeApi};
use std::{net::Ipv4Addr, sync::Arc};

const INVOKE: &str = "/2015-03-31/functions/function/invocations";

const RESPONSE: &str = "POST /2018-06-01/runtime/invocation/none/response HTTP/1.1\r\nHost: HOST\r\n";

#[test]
fn what_has_no_end_is_refused_by_the_runtime_api() {
    let emulator = api();
    let chunked = format!("{RESPONSE}Transfer-Encoding: chunked\r\n\r\n");
    let cases = [
        ("chunk extension", format!("{chunked}1;a="), "a", 413),
        (
            "chunk extensions",
            chunked.clone(),
            "1;extension=value\r\nx\r\n",
            413,
        ),
        ("chunk size", format!("{chunked}0"), "0", 400),
        ("one trailer", format!("{chunked}0\r\na: "), "a", 431),
        ("trailers", format!("{chunked}0\r\n"), "a: b\r\n", 431),
        ("request line", "GET /".to_owned(), "a", 414),
        ("one header", format!("{RESPONSE}A: "), "a", 431),
        ("headers", RESPONSE.to_owned(), "a: b\r\n", 431),
        ("name of a header", RESPONSE.to_owned(), "a", 431),
    ];
    for (what, begin, piece, status) in cases {
        let reply = without_end(emulator.runtime_api(), &begin, piece);
        assert_eq!(reply.status, status, "{what}: {}", reply.text());
        assert!(!reply.json()["errorMessage"].as_str().unwrap().is_empty());
    }
}

#[test]
fn what_has_no_end_is_refused_by_the_invoke_api() {
    let emulator = Arc::new(Emulator::start(echo("echo")).unwrap());
    let api = InvokeApi::start(Arc::clone(&emulator), (Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    let head = format!("POST {INVOKE} HTTP/1.1\r\nHost: HOST\r\n");
    let chunked = format!("{head}Transfer-Encoding: chunked\r\n\r\n");
    let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
    let cases = [
        ("chunk extension", format!("{chunked}1;a="), "a", 400),
        ("one trailer", format!("{chunked}0\r\na: "), "a", 400),
        ("body", chunked.clone(), chunk.as_str(), 413),
        ("request line", "GET /".to_owned(), "a", 431),
        ("one header", format!("{head}A: "), "a", 431),
        ("headers", head.clone(), "a: b\r\n", 431),
    ];
    for (what, begin, piece, status) in cases {
        let reply = without_end(api.address(), &begin, piece);
        assert_eq!(reply.status, status, "{what}");
    }
    assert_eq!(emulator.pid(), None);
}
