//! Several functions of one file.

use crate::{ECHO, served::Served};
use std::fs;

#[test]
fn each_function_is_listed_with_its_state_and_has_its_own_invocations() {
    let file = std::env::temp_dir().join(format!("several-{}.toml", std::process::id()));
    let functions = ["orders", "invoices", "reports"]
        .map(|name| format!("[function.{name}]\ncommand = [{ECHO:?}]\ntimeout = 60\n"));
    fs::write(&file, functions.concat()).unwrap();
    let served = Served::file("orders", &file);
    fs::remove_file(&file).unwrap();
    let browser = &served.browser;
    browser.until("document.querySelectorAll('#functions button').length === 3");
    served.invoke("1");
    served.invoke_other("invoices", "2");
    served.invoke_other("invoices", r#"{"do":"fail","type":"Function.Odd"}"#);
    browser.until_text("#functions [data-name=orders] .told", "1");
    browser.until_text("#functions [data-name=invoices] .told", "2, 1 failed");
    for (name, state) in [
        ("orders", "idle"),
        ("invoices", "idle"),
        ("reports", "not-started"),
    ] {
        browser.until(&format!(
            "document.querySelector('#functions [data-name={name}] .dot').classList.contains('{state}')"
        ));
    }
    browser.click("#functions [data-name=invoices]");
    browser.until("document.querySelectorAll('#rows tr').length === 2");
    browser.until_text("[data-chart=cold]", "1 of 2");
    browser.click("[data-what=kill]");
    browser.until_text("#state", "ended");
    browser.click("#functions [data-name=orders]");
    browser.until("document.querySelectorAll('#rows tr').length === 1");
    browser.until_text("#state", "waits for an event");
    // An event goes to the function that is looked at.
    browser.click("#functions [data-name=reports]");
    browser.until_text("#list-empty", "/2015-03-31/functions/reports/invocations");
    browser.click("#send");
    browser.until_text("#rows tr", "#1");
    browser.until_text("#detail-title", "#1");
    served.without_complaints();
}
