//! Requests without an end, in every part that may have one.

use crate::{
    function::{api, echo},
    http::{Client, Reply},
    serve::Server,
};
use lambda_emulator::{Emulator, invoke_api::InvokeApi};
use std::{
    io::Write,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};

const INVOKE: &str = "/2015-03-31/functions/function/invocations";
const MIB: usize = 1024 * 1024;

/// Writes `begin`, then `piece` over and over until there are 100 MiB or nobody reads any more.
fn without_end(address: SocketAddr, begin: &str, piece: &str) -> Reply {
    let mut client = Client::to(address);
    let begin = begin.replace("HOST", &client.host());
    client.write(begin);
    let piece = piece.repeat((64 * 1024 / piece.len()).max(1));
    let mut written = 0;
    // Once it has been refused, it is read for a little while and then cut off.
    while written < 100 * MIB && client.stream.write_all(piece.as_bytes()).is_ok() {
        written += piece.len();
    }
    client.read()
}

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

#[test]
fn a_chunk_extension_of_64_mib_costs_the_emulator_nothing() {
    // A process of its own, so that its memory is nobody else's.
    let mut server = Server::with(&[], "echo api $AWS_LAMBDA_RUNTIME_API; exec sleep 1000");
    let mut client = Client::to(server.address());
    client.send("POST", INVOKE, "X-Amz-Invocation-Type: Event\r\n", b"{}");
    assert_eq!(client.read().status, 202);
    let runtime_api: SocketAddr = server.line("api ").parse().unwrap();
    let resident = || {
        let status = std::fs::read_to_string(format!("/proc/{}/status", server.id())).unwrap();
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))
            .unwrap()
            .to_owned();
        line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
    };
    let before = resident();
    for trailers in [false, true] {
        let part = if trailers { "0\r\na: " } else { "1;a=" };
        let begin = format!("{RESPONSE}Transfer-Encoding: chunked\r\n\r\n{part}");
        let reply = without_end(runtime_api, &begin, "a");
        assert_eq!(reply.status, if trailers { 431 } else { 413 });
    }
    let growth = resident().saturating_sub(before);
    assert!(growth < 16 * MIB, "{growth} bytes");
}
