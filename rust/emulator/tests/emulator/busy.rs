//! Events that find no place, and responses that are read at Lambda's rate.

use crate::{
    function::patient,
    http::{Client, Reply},
    streaming::begin,
};
use lambda_emulator::{
    Answer, Emulator, FunctionSettings, WhenBusy,
    function_url::{FunctionUrl, InvokeMode},
    invoke_api::InvokeApi,
};
use std::{net::Ipv4Addr, num::NonZeroU32, sync::Arc};

const PATH: &str = "/2015-03-31/functions/function/invocations";
const STREAMED: &str = "/2021-11-15/functions/function/response-streaming-invocations";

fn emulator() -> Arc<Emulator> {
    let mut settings = patient(FunctionSettings::new(""));
    settings.concurrency = 2;
    settings.when_busy = WhenBusy::Reject;
    Arc::new(Emulator::without_function(settings).unwrap())
}

fn rejected(reply: &Reply) -> bool {
    let exception = reply.header("x-amzn-ErrorType");
    reply.status == 400 && exception.as_deref() == Some("Runtime.Unavailable")
}

#[test]
fn an_event_that_finds_no_place_is_rejected_where_none_may_wait() {
    let emulator = emulator();
    let api = InvokeApi::start(Arc::clone(&emulator), (Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    let mut client = Client::to(api.address());
    let pending = [emulator.begin("1"), emulator.begin("2")];
    let (mut one, mut two) = (Client::runtime(&emulator), Client::runtime(&emulator));
    let (first, second) = (one.next(), two.next());
    let reply = client.call("POST", PATH, "", b"3");
    assert!(rejected(&reply), "{reply:?}");
    assert_eq!(
        reply.json()["Message"],
        "2 of 2 places are taken, and no event waits for one; send it later"
    );
    assert!(rejected(&client.call("POST", STREAMED, "", b"3")));
    let later = client.call("POST", PATH, "X-Amz-Invocation-Type: Event\r\n", b"4");
    assert_eq!(later.status, 202);
    assert_eq!(one.respond(&first, "1").status, 202);
    let third = one.next();
    assert_eq!(third.text(), "4", "it has waited");
    one.respond(&third, "4");
    two.respond(&second, "2");
    for pending in pending {
        assert!(matches!(pending.wait().unwrap().answer, Answer::Response(_)));
    }
}

#[test]
fn a_function_url_rejects_it_too() {
    let emulator = emulator();
    let mode = InvokeMode::Buffered;
    let url = FunctionUrl::start(Arc::clone(&emulator), (Ipv4Addr::LOCALHOST, 0).into(), mode).unwrap();
    let _open = [emulator.begin("1"), emulator.begin("2")];
    let (mut one, mut two) = (Client::runtime(&emulator), Client::runtime(&emulator));
    one.next();
    two.next();
    let reply = Client::to(url.address()).call("GET", "/", "", b"");
    assert_eq!(reply.status, 400);
    assert!(reply.text().contains("2 of 2 places are taken"), "{reply:?}");
}

#[test]
fn a_stream_of_more_than_the_unlimited_bytes_arrives_whole_at_the_rate_that_is_set() {
    let mut settings = patient(FunctionSettings::new(""));
    settings.stream_rate = NonZeroU32::new(64 * 1024 * 1024);
    let emulator = Emulator::without_function(settings).unwrap();
    let pending = emulator.begin("{}");
    let mut runtime = Client::runtime(&emulator);
    let event = runtime.next();
    begin(&mut runtime, &event);
    let piece = format!("100000\r\n{}\r\n", "x".repeat(0x10_0000));
    for _ in 0..8 {
        runtime.write(&piece);
    }
    runtime.write("0\r\n\r\n");
    assert_eq!(runtime.read().status, 202);
    let answer = pending.wait().unwrap().answer;
    assert_eq!(answer.response().unwrap().body.len(), 8 * 0x10_0000);
}
