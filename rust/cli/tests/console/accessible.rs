//! axe-core, the rules of WCAG 2.2 A and AA and its best practices, in every state of the page.

use crate::served::{Served, event};
use serde_json::Value;

fn violations(served: &Served) -> Vec<String> {
    let found = served.browser.run(
        "return axe.run(document, { resultTypes: ['violations'] }).then((results) =>
           results.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target} ${node.failureSummary}`)))",
    );
    let found = found.as_array().unwrap().iter();
    found.map(|each| each.as_str().unwrap().to_owned()).collect()
}

/// Holds that axe-core finds nothing, in the light and in the dark.
pub(crate) fn holds(served: &Served, state: &str) {
    let axe = std::env::var("LIBHELLO_AXE").expect("LIBHELLO_AXE is the file of axe-core");
    let axe = std::fs::read_to_string(axe).unwrap();
    // What WebDriver runs is not held to the page's policy.
    served
        .browser
        .run(&format!("{axe}\nwindow.axe ??= axe; return null"));
    for scheme in ["light", "dark"] {
        served.browser.scheme(scheme);
        assert_eq!(violations(served), Vec::<String>::new(), "{state}, {scheme}");
    }
}

#[test]
fn nothing_is_without_a_name_a_contrast_or_a_place_in_the_order() {
    let served = Served::k_means();
    let browser = &served.browser;
    browser.until_text("#list-empty", "No invocation yet");
    holds(&served, "empty");
    served.invoke(&event("iris"));
    served.invoke(r#"{"clusters": 3}"#);
    served.open("#k-means/1");
    browser.until("document.querySelectorAll('.plot-frame circle').length === 150");
    holds(&served, "a plot");
    served.open("#k-means/2");
    browser.until_text(".failure .type", "InvalidRequestException");
    holds(&served, "an error");
    browser.click("#keys-button");
    holds(&served, "the keys");
    browser.run("document.querySelector('#keys').close()");
    browser.click("[data-what=kill]");
    browser.until_text("#state", "ended");
    holds(&served, "a killed process");
    browser.size(360, 740, 1);
    holds(&served, "a phone");
}

#[test]
fn every_control_has_a_name_of_its_own() {
    let served = Served::k_means();
    served.invoke(&event("iris"));
    served.open("#k-means/1");
    served
        .browser
        .until("document.querySelectorAll('.plot-frame circle').length === 150");
    let nameless = served.browser.run(
        "return [...document.querySelectorAll('button, input, select, textarea, [role=img], [tabindex=\"0\"]')]
           .filter((each) => !(each.getAttribute('aria-label') || each.labels?.[0]?.innerText || each.innerText.trim()))
           .map((each) => each.outerHTML.slice(0, 100))",
    );
    assert_eq!(nameless, Value::Array(Vec::new()));
}
