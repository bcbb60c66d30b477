//! Answers that are refused, by status: 400, 403, 410, 413.

use crate::{
    function::{SHORT, api, patient},
    http::{Client, error_to, refusal, response_to},
};
use lambda_emulator::{AfterTimeout, Answer, Emulator, FunctionSettings, wire};

#[test]
fn a_second_answer_is_refused_with_400() {
    let emulator = api();
    let pending = emulator.begin("{}");
    let mut runtime = Client::runtime(&emulator);
    let event = runtime.next();
    assert_eq!(runtime.respond(&event, "first").status, 202);
    assert_eq!(
        runtime.respond(&event, "second").refusal(),
        refusal(400, "InvalidRequestID")
    );
    let report = runtime.post(&error_to(&event), "", "{}");
    assert_eq!(report.refusal(), refusal(400, "InvalidRequestID"));
    assert_eq!(pending.wait().unwrap().answer.text(), "first");
}

#[test]
fn a_request_id_that_was_never_given_is_refused_with_400() {
    let emulator = api();
    let mut runtime = Client::runtime(&emulator);
    for call in ["response", "error"] {
        let reply = runtime.post(&format!("invocation/none/{call}"), "", "{}");
        assert_eq!(reply.refusal(), refusal(400, "InvalidRequestID"), "{call}");
        assert_eq!(reply.json()["errorMessage"], "Invalid request ID");
    }
}

#[test]
fn an_invocation_id_of_another_delivery_is_refused_with_410_and_ends_nothing() {
    let emulator = api();
    let pending = emulator.begin("{}");
    let mut runtime = Client::runtime(&emulator);
    let event = runtime.next();
    let foreign = "Lambda-Runtime-Invocation-Id: another\r\n";
    for path in [response_to(&event), error_to(&event)] {
        let reply = runtime.post(&path, foreign, "{}");
        assert_eq!(reply.refusal(), refusal(410, "InvokeTimeout"), "{path}");
    }
    assert_eq!(runtime.respond(&event, "right").status, 202);
    assert_eq!(pending.wait().unwrap().answer.text(), "right");
}

#[test]
fn an_answer_after_the_time_out_is_refused_with_410() {
    let mut settings = patient(FunctionSettings::new(""));
    settings.timeout = SHORT;
    settings.after_timeout = AfterTimeout::RunOn;
    let emulator = Emulator::without_function(settings).unwrap();
    let pending = emulator.begin("{}");
    let mut runtime = Client::runtime(&emulator);
    let event = runtime.next();
    assert!(matches!(pending.wait().unwrap().answer, Answer::Timeout(_)));
    assert_eq!(
        runtime.respond(&event, "late").refusal(),
        refusal(410, "InvokeTimeout")
    );
}

#[test]
fn a_response_of_the_largest_size_is_taken() {
    let emulator = api();
    let pending = emulator.begin("{}");
    let mut runtime = Client::runtime(&emulator);
    let event = runtime.next();
    assert_eq!(
        runtime.respond(&event, vec![b' '; wire::RESPONSE_LIMIT]).status,
        202
    );
    assert_eq!(pending.wait().unwrap().answer.body().len(), 6_291_556);
}

#[test]
fn a_larger_response_is_refused_with_413_and_its_report_with_403() {
    let emulator = api();
    let pending = emulator.begin("{}");
    let mut runtime = Client::runtime(&emulator);
    let event = runtime.next();
    let reply = runtime.respond(&event, vec![b' '; wire::RESPONSE_LIMIT + 1]);
    assert_eq!(reply.refusal(), refusal(413, "RequestEntityTooLarge"));
    assert!(reply.text().contains("6291556 bytes"), "{}", reply.text());
    let report = runtime.post(&error_to(&event), "", "{}");
    assert_eq!(report.refusal(), refusal(403, "InvalidStateTransition"));
    let completion = pending.wait().unwrap();
    let error = completion.answer.error().unwrap();
    assert_eq!(error.error_type, "Function.ResponseSizeTooLarge");
    assert!(completion.answer.text().contains("6291556 bytes"));
    let call = emulator.calls().remove(1);
    assert_eq!((call.body_length, call.body), (6_291_557, None));
    // The connection is still good, and so is the function.
    let pending = emulator.begin("{}");
    let event = runtime.next();
    assert_eq!(runtime.respond(&event, "1").status, 202);
    assert_eq!(pending.wait().unwrap().answer.text(), "1");
}

#[test]
fn a_response_mode_that_does_not_exist_is_refused_with_400() {
    let emulator = api();
    let pending = emulator.begin("{}");
    let mut runtime = Client::runtime(&emulator);
    let event = runtime.next();
    let mode = "Lambda-Runtime-Function-Response-Mode: sideways\r\n";
    let reply = runtime.post(&response_to(&event), mode, "{}");
    assert_eq!(reply.refusal(), refusal(400, "InvalidFunctionResponseMode"));
    let completion = pending.wait().unwrap();
    assert_eq!(
        completion.answer.error().unwrap().error_type,
        "Runtime.InvalidResponseModeHeader"
    );
}

#[test]
fn a_response_that_stops_before_its_end_is_refused_with_400() {
    let emulator = api();
    let pending = emulator.begin("{}");
    let mut runtime = Client::runtime(&emulator);
    let event = runtime.next();
    runtime.write(format!(
        "POST /2018-06-01/runtime/{} HTTP/1.1\r\nHost: {}\r\nContent-Length: 10\r\n\r\nhalf",
        response_to(&event),
        runtime.host(),
    ));
    runtime.finish_writing();
    assert_eq!(runtime.read().refusal(), refusal(400, "TruncatedHTTPRequest"));
    assert!(runtime.rest().unwrap().is_empty(), "the connection is closed");
    let completion = pending.wait().unwrap();
    assert_eq!(
        completion.answer.error().unwrap().error_type,
        "Runtime.TruncatedResponse"
    );
}

#[test]
fn a_call_that_does_not_exist_is_refused_with_404() {
    let emulator = api();
    let mut runtime = Client::runtime(&emulator);
    let calls = [
        ("POST", "/2018-06-01/runtime/invocation/next"),
        ("GET", "/2018-06-01/runtime/invocation/x/response"),
        ("PUT", "/2018-06-01/runtime/init/error"),
        ("GET", "/2015-03-31/runtime/invocation/next"),
        ("GET", "/"),
    ];
    for (method, path) in calls {
        let reply = runtime.call(method, path, "", b"{}");
        assert_eq!(reply.refusal(), refusal(404, "NotFound"), "{method} {path}");
    }
}
