//! Restart, kill, freeze and thaw, by their buttons.

use crate::served::Served;

#[test]
fn the_process_is_killed_restarted_frozen_and_thawed() {
    let served = Served::echo();
    let browser = &served.browser;
    browser.until_text("#state", "not started");
    assert_eq!(
        browser.value("document.querySelector('[data-what=kill]').disabled"),
        true
    );
    browser.click("[data-what=restart]");
    browser.until_text("#state", "waits for an event");
    browser.until_text("#notice", "Restarted: ready after");
    browser.until_text("#environment", "1 start");
    browser.until("/^pid [0-9]+$/.test(document.querySelector('.state-line .told').innerText)");
    browser.until_text("#environment", "MiB, at most");
    browser.click("[data-what=freeze]");
    browser.until_text("#state", "frozen");
    browser.click("[data-what=thaw]");
    browser.until_text("#state", "waits for an event");
    browser.click("[data-what=freeze]");
    browser.until_text("#state", "frozen");
    assert_eq!(served.invoke("1"), "1", "an event lets it go on");
    browser.click("[data-what=kill]");
    browser.until_text("#state", "ended");
    browser.until_text("#environment .reason", "signal: killed");
    assert_eq!(served.invoke("2"), "2");
    browser.until_text("#environment", "2 starts");
    browser.until_text("[data-chart=cold]", "1 of 2");
    served.without_complaints();
}

#[test]
fn the_charts_show_durations_memory_and_cold_starts() {
    let served = Served::echo();
    let browser = &served.browser;
    for number in 0..12 {
        served.invoke(&number.to_string());
    }
    served.invoke(r#"{"do":"fail","type":"Function.Odd"}"#);
    browser.until("document.querySelectorAll('[data-chart=duration] .point').length === 13");
    browser.until("document.querySelectorAll('[data-chart=duration] .point.bad').length === 1");
    browser.until("document.querySelectorAll('[data-chart=duration] .point.cold').length === 1");
    browser.until_text("[data-chart=duration] figcaption", "p50");
    browser.until_text("[data-chart=memory] figcaption", "of 256 MB");
    browser.until_text("[data-chart=cold] figcaption", "1 of 13");
    browser.click("[data-chart=duration] .point.bad");
    browser.until_text("#detail-title", "#13");
    browser.until_text(".failure .message", "as asked");
    served.without_complaints();
}
