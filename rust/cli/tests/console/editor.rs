//! Events that are written and sent in the page.

use crate::served::Served;

const CONTROL: char = '\u{e009}';
const ENTER: char = '\u{e007}';

/// Writes this text in the place of what is there.
fn write(served: &Served, text: &str) {
    let browser = &served.browser;
    browser.click("#event");
    browser.chord(CONTROL, 'a');
    browser.keys(text);
}

#[test]
fn an_event_is_sent_and_its_answer_is_shown() {
    let served = Served::echo();
    let browser = &served.browser;
    write(&served, r#"{"greeting":"hello","list":[1,2.50,3]}"#);
    browser.click("#send");
    browser.until_text("#detail-title", "#1");
    browser.until_text("#answer", r#""greeting": "hello""#);
    let answer = browser.text("#answer");
    assert!(
        answer.contains("[1, 2.50, 3]"),
        "a list in one line, each digit as it came: {answer}"
    );
    browser.until_text("#log", "START RequestId");
    browser.until_text(".timeline ul", "run");
    browser.click("#again");
    browser.until_text("#detail-title", "#2");
    browser.until_text("#answer", "hello");
    served.without_complaints();
}

#[test]
fn what_is_no_json_is_not_sent_and_says_where() {
    let served = Served::echo();
    let browser = &served.browser;
    write(&served, &format!("{{\"a\": 1,{ENTER} \"b\": oops}}"));
    browser.until_text("#event-note", "o is not expected in line 2, column 7");
    assert_eq!(browser.value("document.querySelector('#send').disabled"), true);
    browser.chord(CONTROL, ENTER);
    write(&served, "{\"a\":1}");
    browser.until("!document.querySelector('#send').disabled");
    browser.click("#tidy");
    assert_eq!(
        browser.value("document.querySelector('#event').value"),
        "{\n  \"a\": 1\n}"
    );
    browser.chord(CONTROL, 'a');
    browser.click("#event");
    browser.chord(CONTROL, ENTER);
    browser.until_text("#rows tr", "#1");
    assert_eq!(
        browser.value("document.querySelectorAll('#rows tr').length"),
        1,
        "the wrong one was not sent"
    );
    served.without_complaints();
}

#[test]
fn an_invocation_that_runs_is_seen_to_and_its_streamed_bytes_are_shown() {
    let served = Served::echo();
    let browser = &served.browser;
    write(&served, r#"{"do":"sleep","milliseconds":2000}"#);
    browser.click("#send");
    browser.until_text("#rows tr .badge", "running");
    browser.until_text("#functions", "echo");
    browser.until_text("#state", "has an event");
    browser.until_text("#rows tr .badge", "ok");
    browser.until_text("#state", "waits for an event");
    write(&served, r#"{"do":"stream"}"#);
    browser.click("#send");
    browser.until_text("#detail-title", "#2");
    browser.until_text(".timeline", "12 B in 2 pieces");
    browser.until_text("#answer", "first second");
    served.without_complaints();
}

#[test]
fn an_event_of_aws_and_an_earlier_one_can_be_taken_as_a_start() {
    let served = Served::echo();
    let browser = &served.browser;
    let options = "document.querySelectorAll('#sample optgroup[label=\"Events of AWS\"] option').length";
    browser.until(&format!("{options} > 40"));
    let take = |value: &str| {
        browser.run(&format!(
            "const select = document.querySelector('#sample');
             select.value = {value:?};
             select.dispatchEvent(new Event('change'))"
        ));
    };
    take("example:sqs");
    browser.until("document.querySelector('#event').value.includes('\"eventSource\": \"aws:sqs\"')");
    browser.click("#send");
    browser.until_text("#answer", "aws:sqs");
    take("empty:");
    browser.until("document.querySelector('#event').value === '{}'");
    browser.until("document.querySelector('#sample option[value=\"event:1\"]')");
    take("event:1");
    browser.until("document.querySelector('#event').value.includes('aws:sqs')");
    served.without_complaints();
}
