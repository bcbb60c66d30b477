//! Queues and schedules of a file.

use crate::{ECHO, accessible, browser::Browser, narrow, served::Served};
use serde_json::json;
use std::{env, fs};

/// Writes a message into the field of this queue, and sends it.
fn send(browser: &Browser, queue: &str, text: &str) {
    browser.click(&format!("#message-{queue}"));
    browser.keys(text);
    browser.click(&format!("[data-queue={queue}] button"));
}

#[test]
fn queues_and_schedules_are_shown_and_take_messages_and_runs() {
    let file = env::temp_dir().join(format!("sources-{}.toml", std::process::id()));
    let content = format!(
        r#"
        [function.orders]
        command = [{ECHO:?}]
        timeout = 10

        [queue.jobs]
        function = "orders"
        visibility-timeout = 60
        dead-letters = "failed"
        max-receives = 3

        [queue.failed]

        [schedule.yearly]
        function = "orders"
        when = "cron(0 0 1 1 ? 2099)"
        "#
    );
    fs::write(&file, content).unwrap();
    let served = Served::file("orders", &file);
    fs::remove_file(&file).unwrap();
    let browser = &served.browser;
    browser.until_text("#sources-title", "Queues and schedules");
    browser.until_text("[data-queue=jobs] .told", "0 waiting, 0 in flight");
    browser.until_text(
        "#schedules .told",
        "cron(0 0 1 1 ? 2099), next 2099-01-01 00:00:00 UTC",
    );

    // Only programs read this one.
    browser.click("[data-queue=failed] summary");
    send(browser, "failed", "{\"order\": 17}");
    browser.until_text("[data-queue=failed] .told", "1 waiting, 0 in flight");
    browser.until_text("[data-queue=failed] .messages code", "{\"order\": 17}");
    browser.until("document.querySelector('#message-failed').value === ''");
    let target = "X-Amz-Target: AmazonSQS.ReceiveMessage\r\n";
    let body = json!({ "QueueUrl": "failed", "VisibilityTimeout": 43_200 }).to_string();
    served.client().call("POST", "/", target, body.as_bytes());
    browser.until_text("[data-queue=failed] .told", "0 waiting, 1 in flight");
    browser.until_text(
        "[data-queue=failed] .messages .told",
        "in flight, received 1 time, sent",
    );

    browser.click("[data-queue=jobs] summary");
    browser.until_text("[data-queue=jobs] .note", "it goes to failed");
    send(browser, "jobs", "text");
    browser.until_text("#rows tr", "#1");
    browser.until_text("[data-queue=jobs] .told", "0 waiting, 0 in flight");
    browser.click("[data-schedule=yearly]");
    browser.until_text("#detail-title", "#2");
    browser.until_text("#detail", "rule/yearly");
    browser.picture("sources.png");
    browser.click("[data-queue=failed] button");
    browser.until_text("[data-queue=failed] .bad", "at least one character");
    accessible::holds(&served, "queues and schedules");
    for width in [320, 360, 800, 1100, 1300] {
        browser.size(width, 740, 1);
        narrow::fits(&served);
    }
    served.without_complaints();
}
