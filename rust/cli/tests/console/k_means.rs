//! What is drawn of a k-means answer.

use crate::served::{Served, event};

#[test]
fn every_point_and_every_center_is_drawn() {
    let served = Served::k_means();
    let browser = &served.browser;
    browser.scheme("light");
    served.invoke(&event("wine"));
    served.invoke(r#"{"clusters": 3}"#);
    for _ in 0..30 {
        served.invoke(&event("iris"));
    }
    served.invoke(&event("blobs"));
    served.open("#k-means/33");
    browser.until("document.querySelectorAll('.plot-frame circle').length === 400");
    assert_eq!(
        browser.value("document.querySelectorAll('.plot-frame .center').length"),
        5
    );
    // 80 points in each cluster, each in the colour of its center's row.
    let counts = browser.value(
        "[0, 1, 2, 3, 4].map((cluster) => document.querySelectorAll(`.plot-frame circle.c${cluster}`).length)",
    );
    assert_eq!(counts, serde_json::json!([80, 80, 80, 80, 80]));
    assert_eq!(
        browser.value("document.querySelectorAll('.centers tbody tr').length"),
        5
    );
    let hidden = browser.value(
        "[...document.querySelectorAll('.plot-frame text')].filter((text) => {
           const box = text.getBoundingClientRect();
           return [...document.querySelectorAll('.plot-frame circle')].some((circle) => {
             const other = circle.getBoundingClientRect();
             return other.right > box.left && other.left < box.right && other.bottom > box.top && other.top < box.bottom;
           });
         }).length",
    );
    assert_eq!(hidden, 0, "no point is drawn over a number of an axis");
    browser.until_text("#detail", "inertia 504.525");
    assert_eq!(
        browser.value("document.querySelector('.plot-frame svg').getAttribute('aria-label')"),
        "Scatter plot: 400 points and 5 centers"
    );
    browser.picture("console.png");
    served.without_complaints();
}

#[test]
fn more_than_two_axes_can_be_chosen_from() {
    let served = Served::k_means();
    let browser = &served.browser;
    served.invoke(&event("iris"));
    served.open("#k-means/1");
    browser.until("document.querySelectorAll('.plot-frame circle').length === 150");
    let place = "document.querySelector('.plot-frame circle').getAttribute('cx')";
    let before = browser.value(place);
    browser.run(
        "const select = document.querySelector('.axes select');
         select.value = '2';
         select.dispatchEvent(new Event('change'))",
    );
    assert_ne!(browser.value(place), before);
    assert_eq!(
        browser.value("document.querySelectorAll('.plot-frame circle').length"),
        150
    );
    // The points that the function draws itself are not in the event.
    served.invoke(&event("uniform-20000"));
    served.open("#k-means/2");
    browser.until_text(".plot-frame", "only the centers are there");
    assert_eq!(
        browser.value("document.querySelectorAll('.plot-frame .center').length"),
        10
    );
    served.without_complaints();
}
