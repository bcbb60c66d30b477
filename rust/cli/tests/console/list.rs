//! The list of invocations: filled as they come, filtered, and honest about what is gone.

use crate::{
    ECHO,
    served::{Served, event},
};

#[test]
fn the_list_fills_while_it_is_looked_at() {
    let served = Served::echo();
    let browser = &served.browser;
    browser.until_text("#list-empty", "No invocation yet");
    browser.until_text("#list-empty", "/2015-03-31/functions/echo/invocations");
    served.invoke("1");
    browser.until_text("#rows tr", "ok");
    let row = browser.text("#rows tr");
    assert!(
        row.contains("ok") && row.contains("ms") && row.contains("MiB"),
        "{row}"
    );
    for _ in 0..20 {
        served.invoke(r#"{"a":1}"#);
    }
    browser.until("document.querySelectorAll('#rows tr').length === 21");
    assert!(browser.text("#rows tr").contains("#21"), "the newest is on top");
    assert_eq!(browser.text("#list-count"), "21");
    served.without_complaints();
}

#[test]
fn failed_and_cold_ones_can_be_picked_out_and_found() {
    let served = Served::echo();
    let browser = &served.browser;
    for event in [
        "1",
        r#"{"do":"fail","type":"Function.Odd"}"#,
        "2",
        r#"{"do":"exit","status":3}"#,
        "3",
    ] {
        served.invoke(event);
    }
    let numbers = "[...document.querySelectorAll('#rows tr')].map((row) => row.dataset.number).join(' ')";
    browser.until(&format!("{numbers} === '5 4 3 2 1'"));
    browser.click("[data-filter=failed]");
    assert_eq!(browser.value(numbers), "4 2");
    browser.click("[data-filter=cold]");
    assert_eq!(browser.value(numbers), "5 1");
    browser.click("[data-filter=all]");
    browser.click("#find");
    browser.keys("asked");
    assert_eq!(browser.value(numbers), "2", "by its message");
    browser.keys(" no such");
    browser.until_text("#list-empty", "None of these");
    served.without_complaints();
}

#[test]
fn nothing_that_a_function_answers_becomes_a_part_of_the_page() {
    let served = Served::echo();
    let browser = &served.browser;
    let hostile =
        r#"{"a":"<img src=x onerror=alert(1)><script>window.owned=1</script></pre>","<b>k</b>":[1]}"#;
    served.invoke(hostile);
    served.open("#echo/1");
    browser.until_text("#answer", "<script>window.owned=1</script>");
    assert_eq!(
        browser.value("document.querySelectorAll('#detail script, #detail img, #detail b').length - document.querySelectorAll('.timeline b').length"),
        0
    );
    assert_eq!(browser.value("window.owned ?? null"), serde_json::Value::Null);
    served.without_complaints();
}

#[test]
fn a_server_that_ends_is_said_to_and_found_again() {
    let mut served = Served::echo();
    for _ in 0..3 {
        served.invoke("1");
    }
    served
        .browser
        .until("document.querySelectorAll('#rows tr').length === 3");
    served.end_server();
    served
        .browser
        .until_text("#connection", "The emulator does not answer; trying again");
    served.serve_again(&[ECHO.to_owned()]);
    served.browser.until_text("#connection", "live");
    // Nothing of before is taken for something of now.
    served
        .browser
        .until("document.querySelectorAll('#rows tr').length === 0");
    served.invoke("1");
    served.browser.until_text("#rows tr", "#1");
}

#[test]
fn an_error_is_shown_with_its_stack() {
    let served = Served::k_means();
    let browser = &served.browser;
    served.invoke(&event("iris"));
    served.invoke(r#"{"clusters": 3}"#);
    browser.until_text("#rows tr", "InvalidRequestException");
    browser.click("#rows tr .stage");
    browser.until_text(".failure .type", "InvalidRequestException");
    browser.until_text(".failure .message", "points or data is missing");
    browser.until_text(".failure .frames", "KMeansRequestReader.java:");
    assert!(
        browser
            .value("document.querySelectorAll('.failure .frames li').length")
            .as_u64()
            .unwrap()
            > 2
    );
    browser.until_text("#log", "REPORT RequestId");
    browser.picture("error.png");
    served.without_complaints();
}

#[test]
fn the_page_stands_still_while_invocations_come() {
    let served = Served::echo();
    let browser = &served.browser;
    browser.until_text("#state", "not started");
    let places = "JSON.stringify([...document.querySelectorAll('.panel, .chart, .list-head, .controls button, #event, #send')]
        .map((each) => each.getBoundingClientRect()))";
    let before = browser.value(places);
    for number in 0..60 {
        served.invoke(&number.to_string());
    }
    served.invoke(r#"{"do":"fail","type":"Function.Odd"}"#);
    browser.until("document.querySelectorAll('#rows tr').length === 61");
    browser.until_text("#state", "waits for an event");
    assert_eq!(browser.value(places), before);
    // Whoever has scrolled down goes on to see what is there.
    let seen = "document.elementFromPoint(700, 600).closest('tr').dataset.number";
    browser.run("document.querySelector('#rows-frame').scrollTop = 400");
    let number = browser.value(seen);
    for _ in 0..5 {
        served.invoke("1");
    }
    browser.until("document.querySelectorAll('#rows tr').length === 66");
    assert_eq!(browser.value(seen), number);
}

#[test]
fn the_log_of_a_function_is_shown_while_no_invocation_is() {
    let served = Served::echo();
    served.invoke(r#"{"do":"log","out":"first words","err":"more"}"#);
    served.browser.until_text("#function-log", "first words");
    served.invoke(r#"{"do":"log","out":"last words","err":"more"}"#);
    served.browser.until_text("#function-log", "last words");
    served.without_complaints();
}
