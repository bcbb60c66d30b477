//! Log4j with AWS's appender, and Powertools.

use acceptance::{Function, Target};
use lambda_emulator::Event;
use serde_json::Value;

use super::{settings, start};

acceptance::for_targets!(
    [jvm: Jvm Logging, image: Image Logging],
    [
        logs_text_by_log4j_with_the_request_id,
        logs_json_by_log4j_with_the_request_id,
        logs_and_measures_by_powertools,
        logs_and_measures_by_powertools_annotations,
    ]
);

const FIRST: &str = "8476a536-e9f4-11e8-9739-2dfe598c3fcd";
const SECOND: &str = "8476a536-e9f4-11e8-9739-2dfe598c3fce";

fn logs_text_by_log4j_with_the_request_id(target: Target) {
    let function = start(target, "billing.Bills");
    for id in [FIRST, SECOND] {
        function.respond(Event::new("\"x\"").request_id(id));
        function.wait_for_log(&format!("{id} INFO  Bills - billed x\n"));
        function.wait_for_log(&format!("{id} WARN  other - x by SLF4J\n"));
        function.wait_for_log(&format!("{id} ERROR Bills - failed x\n"));
    }
    function.wait_for_log("java.lang.IllegalStateException: on purpose\n");
    function.wait_for_log("at com.example.billing.Bills.handleRequest(Bills.java:");
    assert!(!function.emulator().log().contains("not written"));
}

/// The record whose message is this.
fn record(function: &Function, message: &str) -> Value {
    function.wait_for_log(message);
    let log = function.emulator().log();
    log.lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .find(|record| record["message"] == message)
        .unwrap_or_else(|| panic!("{message:?} is not in a record of its own:\n{log}"))
}

fn logs_json_by_log4j_with_the_request_id(target: Target) {
    let function =
        Function::with(settings(target, "billing.Bills").variable("AWS_LAMBDA_LOG_FORMAT", "JSON"));
    function.respond(Event::new("\"x\"").request_id(FIRST));
    let billed = record(&function, "billed x");
    assert_eq!(billed["AWSRequestId"], FIRST, "{billed}");
    assert_eq!(billed["level"], "INFO", "{billed}");
    let failed = record(&function, "failed x");
    assert!(failed.to_string().contains("on purpose"), "{failed}");
}

fn logs_and_measures_by_powertools(target: Target) {
    let settings = settings(target, "billing.Measures")
        .variable("POWERTOOLS_SERVICE_NAME", "shop")
        .variable("POWERTOOLS_METRICS_NAMESPACE", "cases");
    let function = Function::with(settings);
    let event = Event::new(r#"{"item":"book","count":3}"#).request_id(FIRST);
    assert_eq!(function.respond_text(event), r#""book""#);
    let sold = record(&function, "sold book");
    assert_eq!(sold["service"], "shop", "{sold}");
    assert_eq!(sold["function_request_id"], FIRST, "{sold}");
    assert_eq!(sold["cold_start"], true, "{sold}");
    holds_metrics(&function, "\"Sold\":3");
}

/// The first record of metrics is one of this namespace, after this was logged.
fn holds_metrics(function: &Function, logged: &str) {
    function.wait_for_log(logged);
    let log = function.emulator().log();
    let metrics: Value = log
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .find(|record| record.get("_aws").is_some())
        .unwrap();
    assert_eq!(
        metrics["_aws"]["CloudWatchMetrics"][0]["Namespace"], "cases",
        "{metrics}"
    );
}

fn logs_and_measures_by_powertools_annotations(target: Target) {
    let settings = settings(target, "billing.Annotated")
        .variable("POWERTOOLS_SERVICE_NAME", "shop")
        .variable("POWERTOOLS_METRICS_NAMESPACE", "cases");
    let function = Function::with(settings);
    let trace = "1-5759e988-bd862e3fe1be46a994272793";
    let event = Event::new(r#"{"item":"book","count":3}"#)
        .request_id(FIRST)
        .trace_id(format!("Root={trace};Sampled=1"));
    assert_eq!(function.respond_text(event), r#""book""#);
    let sold = record(&function, "sold book");
    for (key, value) in [
        ("service", "shop"),
        ("function_request_id", FIRST),
        ("xray_trace_id", trace),
    ] {
        assert_eq!(sold[key], value, "{key}: {sold}");
    }
    holds_metrics(&function, "\"ColdStart\":1");
    function.wait_for_log("\"Sold\":3");
    // What the handler throws comes through what is woven round it, and its metrics with it.
    let failed = function.completion(Event::new(r#"{"item":"pen","count":0}"#).request_id(SECOND));
    assert!(failed.answer.text().contains("nothing is sold"), "{failed:?}");
    let sold = record(&function, "sold pen");
    assert_eq!(
        (&sold["function_request_id"], &sold["cold_start"]),
        (&SECOND.into(), &false.into()),
        "{sold}"
    );
    function.wait_for_log("\"Sold\":0");
}
