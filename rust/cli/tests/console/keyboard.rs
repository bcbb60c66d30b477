//! All of it without a mouse.

use crate::served::Served;

const TAB: char = '\u{e004}';
const ENTER: char = '\u{e007}';
const CONTROL: char = '\u{e009}';
const ESCAPE: char = '\u{e00c}';
const DOWN: char = '\u{e015}';

/// An expression of what has the focus.
const FOCUSED: &str = "document.activeElement.id || document.activeElement.innerText";

fn press(served: &Served, key: char) {
    served.browser.keys(&key.to_string());
}

#[test]
fn an_event_is_written_sent_and_read_by_the_keyboard_alone() {
    let served = Served::echo();
    let browser = &served.browser;
    press(&served, 'e');
    browser.until(&format!("{FOCUSED} === 'event'"));
    browser.chord(CONTROL, 'a');
    browser.keys(r#"{"j":"k"}"#);
    assert_eq!(
        browser.value("document.querySelector('#event').value"),
        r#"{"j":"k"}"#,
        "letters are no commands there"
    );
    browser.chord(CONTROL, ENTER);
    browser.until_text("#detail-title", "#1");
    served.invoke("2");
    served.invoke("3");
    browser.until_text("#rows tr", "#3");
    press(&served, ESCAPE);
    press(&served, ESCAPE);
    browser.until(&format!("{FOCUSED} === '#1'"));
    press(&served, 'k');
    browser.until_text("#detail-title", "#2");
    browser.until(&format!("{FOCUSED} === '#2'"));
    press(&served, DOWN);
    browser.until_text("#detail-title", "#1");
    press(&served, ENTER);
    browser.until(&format!("{FOCUSED} === 'detail'"));
    press(&served, 'r');
    browser.until_text("#detail-title", "#4");
    browser.until_text("#answer", "\"j\": \"k\"");
    press(&served, '?');
    browser.until("document.querySelector('#keys').open");
    press(&served, ESCAPE);
    browser.until("!document.querySelector('#keys').open");
    press(&served, '/');
    browser.until(&format!("{FOCUSED} === 'find'"));
    served.without_complaints();
}

#[test]
fn tab_reaches_everything_and_shows_where_it_is() {
    let served = Served::echo();
    served.invoke("1");
    served.open("#echo/1");
    let browser = &served.browser;
    browser.until_text("#detail-title", "#1");
    let mut seen = Vec::new();
    for _ in 0..60 {
        press(&served, TAB);
        let name = browser.value(
            "(document.activeElement.id || document.activeElement.innerText || document.activeElement.tagName).trim()",
        );
        let outlined = browser.value("getComputedStyle(document.activeElement).outlineStyle !== 'none'");
        if browser.value("document.activeElement !== document.body") == true {
            assert_eq!(outlined, true, "{name} does not show that it has the focus");
        }
        seen.push(name.as_str().unwrap().to_owned());
    }
    for wanted in [
        "Restart",
        "Kill",
        "Freeze",
        "sample",
        "tidy",
        "event",
        "send",
        "All",
        "Failed",
        "find",
        "#1",
        "Edit event",
        "again",
        "answer",
        "log",
        "sent",
        "keys-button",
    ] {
        assert!(
            seen.iter().any(|name| name.starts_with(wanted)),
            "{wanted} is not reached: {seen:?}"
        );
    }
}
