//! Queues and schedules of the file of functions.

use crate::{
    functions::{Served, is_told},
    http::Client,
};

const SOURCES: &str = r#"
[function.orders]
command = "bin/echo-function"
timeout = 30
init-timeout = 60

[queue.jobs]
function = "orders"
batch-size = 5
window = 0
visibility-timeout = 30
max-receives = 2
dead-letters = "failed"
partial-responses = true

[queue.failed]

[schedule.tick]
function = "orders"
when = "rate(1 second)"
input = { tick = true }

[gateway.shop]
port = 0
payload = "1.0"
routes = { "GET /orders/{id}" = "orders" }
"#;

#[test]
fn messages_and_schedules_come_to_the_function() {
    let mut served = Served::start(SOURCES, 4);
    let at = served.address;
    assert_eq!(
        served.told[2],
        format!("lambda-emulator: queue jobs on http://{at}/queues/jobs")
    );
    assert_eq!(
        served.told[3],
        format!("lambda-emulator: queue failed on http://{at}/queues/failed")
    );
    assert!(
        served.line("START RequestId").starts_with("[orders] "),
        "the schedule comes by itself"
    );
    let gateway = served.told[1]
        .strip_prefix("lambda-emulator: gateway shop on http://")
        .unwrap();
    let gateway = gateway.trim_end_matches('/').parse().unwrap();
    // What comes back is the event, which is no response of format 1.0.
    assert_eq!(Client::to(gateway).call("GET", "/orders/17", "", b"").status, 500);
    assert!(served.line("GATEWAY").contains("the response has no statusCode"));
    assert_eq!(Client::to(gateway).call("GET", "/bills/17", "", b"").status, 404);
    let sent = Client::to(at).call("POST", "/queues/jobs", "", b"17");
    assert_eq!(sent.status, 200);
    for _ in 0..3 {
        served.line("REPORT RequestId");
    }
}

#[test]
fn what_is_wrong_with_a_source_is_one_sentence_with_its_line() {
    let cases = [
        (
            "function = \"orders\"\nbatch",
            "function = \"bills\"\nbatch",
            "line 8: no function is called bills; there are orders",
        ),
        (
            "batch-size = 5",
            "batch-size = 0",
            "line 9: 0: give a whole number from 1 to 10000",
        ),
        (
            "batch-size = 5",
            "batch-size = 50",
            "line 7: a batch-size of more than 10 needs a window of at least 1 second",
        ),
        (
            "visibility-timeout = 30",
            "visibility-timeout = 5",
            "line 7: visibility-timeout is 5 s, which is less than the timeout of orders, 30 s",
        ),
        (
            "\"failed\"",
            "\"lost\"",
            "line 13: dead-letters is \"lost\", which is no other queue of this file; add [queue.lost]",
        ),
        (
            "dead-letters = \"failed\"",
            "",
            "line 7: max-receives is of no use without dead-letters",
        ),
        (
            "partial-responses",
            "partial",
            "line 14: unknown field `partial`, expected one of `function`, `batch-size`",
        ),
        (
            "rate(1 second)",
            "every second",
            "line 20: every second: write rate(VALUE minutes)",
        ),
        (
            "rate(1 second)",
            "cron(0 25 * * ? *)",
            "line 20: cron(0 25 * * ? *): ",
        ),
        (
            "\"1.0\"",
            "\"3.0\"",
            "line 25: unknown variant `3.0`, expected `1.0` or `2.0`",
        ),
        (
            "GET /orders/{id}",
            "GET orders",
            "line 26: \"GET orders\" is no route: its path begins with no /",
        ),
        (
            "}\" = \"orders\"",
            "}\" = \"bills\"",
            "line 26: no function is called bills; there are orders",
        ),
        (
            "{ \"GET /orders/{id}\" = \"orders\" }",
            "{}",
            "line 23: there is no route",
        ),
        (
            "[schedule.tick]",
            "[schedule.\"a b\"]",
            "line 18: \"a b\" cannot be a name",
        ),
    ];
    for case in cases {
        is_told(SOURCES, case);
    }
}
