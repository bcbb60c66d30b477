//! Metrics in the embedded metric format, as lines on standard output.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use acceptance::{Function, Target};
use serde_json::{Value, json};

acceptance::for_targets!(
    [jvm: Jvm Runtime, image: Image Runtime],
    [
        writes_metrics_with_any_text_on_one_line,
        writes_metrics_where_system_out_goes_elsewhere,
    ]
);

mod at_once {
    use acceptance::{Function, Target};

    acceptance::for_targets!(
        [jvm: Jvm Concurrent, image: Image Concurrent],
        [keeps_the_lines_of_many_invocations_whole]
    );

    fn keeps_the_lines_of_many_invocations_whole(target: Target) {
        let mut settings = target.settings();
        settings.concurrency = 8;
        let function = Function::with(settings);
        // Longer than what a pipe takes in one piece for certain.
        let text = |index: usize| format!("{index}-{}", "x".repeat(6000));
        let begun: Vec<_> = (0..32)
            .map(|index| {
                function
                    .emulator()
                    .begin(format!("metrics:0:{}", text(index)).as_str())
            })
            .collect();
        for invocation in begun {
            invocation.wait().unwrap();
        }
        let mut texts = super::texts(&function);
        let mut expected: Vec<String> = (0..32).map(text).collect();
        texts.sort();
        expected.sort();
        assert!(texts == expected, "{} lines: {texts:?}", texts.len());
    }
}

/// Everything in the log that CloudWatch would make metrics of.
fn documents(function: &Function) -> Vec<Value> {
    let log = function.emulator().log();
    let lines = log.lines().filter_map(|line| serde_json::from_str(line).ok());
    lines
        .filter(|document: &Value| document.get("_aws").is_some())
        .collect()
}

fn texts(function: &Function) -> Vec<String> {
    let documents = documents(function);
    let texts = documents.iter().filter_map(|document| document["text"].as_str());
    texts.map(str::to_owned).collect()
}

fn writes_metrics_with_any_text_on_one_line(target: Target) {
    let function = Function::start(target);
    let text = "\u{0}\"\\\r\n\u{7f}\u{85}\u{2028}ü\u{1f600}";
    let answer = function.respond_text(format!("scenario:metrics:{text}").as_str());
    assert_eq!(answer, "measured");
    function.wait_for_log("CloudWatchMetrics");
    let mut documents = documents(&function);
    assert_eq!(documents.len(), 1, "{}", function.emulator().log());
    let timestamp = documents[0]["_aws"]["Timestamp"].take();
    assert!(timestamp.as_u64().unwrap() > 1_600_000_000_000, "{timestamp}");
    let expected = json!({
        "_aws": { "Timestamp": null, "CloudWatchMetrics": [{
            "Namespace": "Acceptance",
            "Dimensions": [["stage"]],
            "Metrics": [
                { "Name": "length", "Unit": "Count", "StorageResolution": 60 },
                { "Name": "took", "Unit": "Milliseconds", "StorageResolution": 1 },
            ],
        }]},
        "stage": "test",
        "text": text,
        "length": 11.0,
        "took": [0.25, 1e22],
    });
    assert_eq!(documents[0], expected);
}

fn writes_metrics_where_system_out_goes_elsewhere(target: Target) {
    let function = Function::start(target);
    function.respond("scenario:metrics-aside:here");
    function.wait_for_log("CloudWatchMetrics");
    assert_eq!(texts(&function), ["here"]);
}
