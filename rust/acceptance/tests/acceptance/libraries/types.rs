//! Kotlin, Lombok, records and dates, held against AWS's own client too.

use acceptance::{Function, Program, Target};
use serde_json::{Value, json};

acceptance::for_targets!(
    [jvm: Jvm Types, managed: Jvm ManagedTypes, image: Image Types],
    [
        reads_and_writes_kotlin_data_classes,
        reads_and_writes_kotlin_collections,
        rejects_kotlin_classes_without_a_plain_constructor,
        uses_jackson_for_kotlin,
        reads_and_writes_lombok_beans,
        rejects_lombok_values,
        reads_and_writes_records_and_dates,
        logs_by_slf4j,
    ]
);

fn start(target: Target, handler: &str) -> Function {
    let mut settings = super::settings(target, handler);
    if target.program == Program::ManagedTypes {
        // Its native library is not held to the rules of JNI here.
        settings.args.retain(|option| option != "-Xcheck:jni");
        // Otherwise each process overwrites one file in /tmp, which others have loaded: they die of SIGBUS.
        let library = acceptance::root().join("target/libraries/libaws-lambda-jni.so");
        let option = format!(
            "-Dcom.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI={}",
            library.display()
        );
        settings.args.insert(0, option.into());
        settings.args.push(settings.handler.clone().unwrap().into());
    }
    Function::with(settings)
}

fn reads_and_writes_kotlin_data_classes(target: Target) {
    let function = start(target, "pets.SamePet");
    assert_eq!(
        function.respond_text("{}"),
        r#"{"name":"","kind":"OTHER","tags":[],"weights":{},"tame":true}"#
    );
    assert_eq!(
        function.respond_text(
            r#"{"name":"rex","age":3,"kind":"BIRD","tags":["a","b"],"weights":{"x":1.5,"y":null},"tame":false,"friend":{"name":"tom"}}"#
        ),
        // Only what is a var was read.
        r#"{"name":"REX","age":3,"kind":"OTHER","tags":[],"weights":{},"tame":true}"#
    );
    assert_eq!(
        function.respond_text(r#"{"name":"é","age":null}"#),
        r#"{"name":"É","kind":"OTHER","tags":[],"weights":{},"tame":true}"#
    );
    // Null for what Kotlin has no null for.
    let (_, report) = function.fail("null");
    assert_eq!(report["errorType"], "java.lang.NullPointerException");
}

fn reads_and_writes_kotlin_collections(target: Target) {
    let function = start(target, "pets.Visits");
    assert_eq!(
        function.respond_text("[]"),
        r#"{"title":"0 pets","pets":[],"byKind":{},"ages":[],"home":{"length":1.5},"span":{"first":1,"second":0}}"#
    );
    assert_eq!(
        function
            .respond_text(r#"[{"name":"rex","age":3},{"name":"ada","age":5,"kind":"BIRD"},{"name":"tom"}]"#),
        concat!(
            r#"{"title":"3 pets","pets":[{"name":"ada","age":5,"kind":"OTHER","tags":[],"weights":{},"tame":true},"#,
            r#"{"name":"rex","age":3,"kind":"OTHER","tags":[],"weights":{},"tame":true},"#,
            r#"{"name":"tom","kind":"OTHER","tags":[],"weights":{},"tame":true}],"#,
            r#""byKind":{"OTHER":["rex","ada","tom"]},"#,
            r#""oldest":{"name":"ada","age":5,"kind":"OTHER","tags":[],"weights":{},"tame":true},"ages":[3,5],"#,
            r#""home":{"street":"Main Street","number-pVg5ArA":17},"span":{"first":1,"second":3}}"#
        )
    );
}

fn rejects_kotlin_classes_without_a_plain_constructor(target: Target) {
    assert_unreadable(target, "pets.ReadsHouse", r#"{"street":"s"}"#);
}

fn rejects_lombok_values(target: Target) {
    assert_unreadable(target, "invoices.ReadsReceipt", r#"{"number":"1"}"#);
}

/// As on the managed runtime. What is missing is said in the cause, which AWS's client leaves out.
fn assert_unreadable(target: Target, handler: &str, event: &str) {
    let (_, report) = start(target, handler).fail(event);
    assert_eq!(report["errorType"], "java.lang.RuntimeException");
    assert_eq!(report["errorMessage"], "An error occurred during JSON parsing");
    if target.program == Program::Types {
        let cause = report["cause"]["errorMessage"].as_str().unwrap();
        assert!(
            cause.contains("no Creators, like default constructor, exist"),
            "{cause}"
        );
    }
}

fn uses_jackson_for_kotlin(target: Target) {
    let function = start(target, "pets.WithKotlinModule");
    let response: Value =
        serde_json::from_slice(&function.respond(r#"{"name":"r","stops":[{"name":"a"}]}"#)).unwrap();
    assert_eq!(
        response,
        json!({
            "name": "r",
            "stops": [{"name": "a", "minutes": 3}, {"name": "function", "minutes": 3}],
            "note": null,
            "length": 0.5
        })
    );
}

fn reads_and_writes_lombok_beans(target: Target) {
    let function = start(target, "invoices.Pays");
    assert_eq!(
        function
            .respond_text(r#"{"number":"1","lines":[{"text":"a","amount":1.50},{"text":"b","amount":2}]}"#),
        r#"{"number":"1","total":3.50,"texts":["a","b"],"invoice":{"number":"1","paid":true,"currency":"EUR","lines":[{"text":"a","amount":1.50},{"text":"b","amount":2}]}}"#
    );
}

const ENTRY: &str = r#"{
    "id": "8476a536-e9f4-11e8-9739-2dfe598c3fcd",
    "amount": 12.50,
    "currency": "EUR",
    "locale": "de_AT",
    "link": "https://example.com/a?b=c",
    "times": {
        "date": 1700000000000,
        "calendar": 1700000000000,
        "local": [2026, 1, 2, 3, 4, 5],
        "time": [3, 4],
        "offset": 1700000000.500000000,
        "zoned": 1700000000.500000000,
        "month": [2026, 1],
        "zone": "Europe/Vienna",
        "duration": 90.500000000,
        "period": "P1M2D"
    },
    "notes": {"HIGH": ["a"], "LOW": []},
    "page": {"items": ["HIGH", "LOW"], "next": 2},
    "count": 7,
    "data": "AQID",
    "sign": "x"
}"#;

fn reads_and_writes_records_and_dates(target: Target) {
    let function = start(target, "ledger.SameEntry");
    let as_short_as_written: String = ENTRY.split_whitespace().collect();
    assert_eq!(function.respond_text(ENTRY), as_short_as_written);
    function.wait_for_log("LOW costs 0\nHIGH costs 20\n");
    assert_eq!(
        function.respond_text("{}"),
        r#"{"page":null,"count":null,"sign":"\u0000"}"#
    );
    let (_, report) = function.fail(r#"{"id":"no id"}"#);
    assert_eq!(report["errorMessage"], "An error occurred during JSON parsing");
}

fn logs_by_slf4j(target: Target) {
    let function = start(target, "notes.Notes");
    function.respond("\"one\"");
    function.wait_for_log("INFO com.example.notes.Notes - noted one");
    function.wait_for_log("WARN com.example.other - one through the bridge");
    assert!(!function.emulator().log().contains("not written"));
}
