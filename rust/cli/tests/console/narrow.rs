//! At the width of a phone, and in the dark.

use crate::served::{Served, event, k_means_command};

/// Holds that nothing makes the page wider than the window.
pub(crate) fn fits(served: &Served) {
    let wide = served.browser.run(
        "const wide = [...document.querySelectorAll('body *')].filter((each) => {
           const box = each.getBoundingClientRect();
           if (box.width === 0 || box.right <= innerWidth + 1) return false;
           for (let above = each.parentElement; above; above = above.parentElement) {
             if (['auto', 'hidden', 'scroll'].includes(getComputedStyle(above).overflowX) && above !== document.body) return false;
           }
           return true;
         });
         return [document.documentElement.scrollWidth - innerWidth, wide.map((each) => each.outerHTML.slice(0, 120))]",
    );
    assert_eq!(wide, serde_json::json!([0, []]));
}

#[test]
fn a_phone_shows_the_list_and_then_one_invocation_without_scrolling_sideways() {
    let served = Served::with("k-means", (360, 740), &k_means_command());
    let browser = &served.browser;
    fits(&served);
    served.invoke(&event("iris"));
    served.invoke(&event("wine"));
    served.invoke(r#"{"clusters": 3}"#);
    browser.until_text("#rows tr", "#3");
    fits(&served);
    browser.picture("phone-list.png");
    assert_eq!(
        browser.value("getComputedStyle(document.querySelector('#detail')).display"),
        "none"
    );
    browser.run("document.querySelector('[data-number=\"2\"]').scrollIntoView({ block: 'center' })");
    browser.click("[data-number='2'] .stage");
    browser.until_text("#detail-title", "#2");
    browser.until("document.querySelectorAll('.plot-frame circle').length === 178");
    assert_eq!(
        browser.value("getComputedStyle(document.querySelector('.middle')).display"),
        "none"
    );
    fits(&served);
    browser.picture("phone.png");
    browser.click(".back");
    browser.until("getComputedStyle(document.querySelector('.middle')).display !== 'none'");
    browser.run("document.querySelector('[data-number=\"3\"]').scrollIntoView({ block: 'center' })");
    browser.click("[data-number='3'] .stage");
    browser.until_text(".failure .type", "InvalidRequestException");
    fits(&served);
    for width in [320, 600, 800, 1100, 1300, 1920] {
        browser.size(width, 740, 1);
        fits(&served);
    }
    served.without_complaints();
}

#[test]
fn a_dark_system_has_a_dark_page() {
    let served = Served::k_means();
    let browser = &served.browser;
    let ground = "getComputedStyle(document.body).backgroundColor.match(/[0-9]+/g).map(Number)";
    browser.scheme("light");
    browser.until(&format!("Math.min(...{ground}) > 200"));
    browser.scheme("dark");
    browser.until(&format!("Math.max(...{ground}) < 50"));
    for _ in 0..12 {
        served.invoke(&event("blobs"));
    }
    served.invoke(r#"{"clusters": 3}"#);
    served.invoke(&event("iris"));
    served.open("#k-means/14");
    browser.until("document.querySelectorAll('.plot-frame circle').length === 150");
    browser.picture("dark.png");
    served.without_complaints();
}
