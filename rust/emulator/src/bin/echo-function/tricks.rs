//! What a function can do wrong, on request: by the first argument while it starts, by an event
//! `{"do": TRICK, ...}` later.

use crate::client::{Client, Event};
use serde_json::Value;
use std::{
    io,
    process::ExitCode,
    thread,
    time::{Duration, Instant},
};

/// Tricks of the start; an exit code ends the process.
pub(crate) fn start(client: &mut Client) -> io::Result<Option<ExitCode>> {
    let mut arguments = std::env::args().skip(1);
    match arguments.next().as_deref() {
        None | Some("echo") => Ok(None),
        Some("exit-in-init") => Ok(Some(ExitCode::from(7))),
        Some("hang-in-init") => loop {
            thread::park();
        },
        Some("init-error") => {
            let report =
                br#"{"errorMessage":"no table","errorType":"ConfigurationException","stackTrace":[]}"#;
            client.post(
                "runtime/init/error",
                "Lambda-Runtime-Function-Error-Type: Runtime.NoTable\r\n",
                report,
            )?;
            Ok(Some(ExitCode::from(64)))
        }
        Some("restore") => match client.get_status("runtime/restore/next")? {
            200 => Ok(None),
            status => {
                eprintln!("status {status}");
                Ok(Some(ExitCode::from(64)))
            }
        },
        Some("talk") => {
            println!("hello from init");
            Ok(None)
        }
        Some("child") => {
            std::process::Command::new("/bin/sleep").arg("1000").spawn()?;
            Ok(None)
        }
        Some(other) => Err(io::Error::other(format!("{other}: no such trick"))),
    }
}

/// Tricks of an invocation; an exit code ends the process.
pub(crate) fn invocation(client: &mut Client, event: &Event) -> io::Result<Option<ExitCode>> {
    let request: Value = serde_json::from_slice(event.payload())?;
    let text = |field: &str| request[field].as_str().unwrap_or_default().to_owned();
    let number = |field: &str| request[field].as_u64().unwrap_or_default();
    match text("do").as_str() {
        "exit" => {
            return Ok(Some(ExitCode::from(
                u8::try_from(number("status")).unwrap_or(255),
            )));
        }
        "answer-then-exit" => {
            client.respond(event)?;
            return Ok(Some(ExitCode::from(3)));
        }
        "sleep" => {
            thread::sleep(Duration::from_millis(number("milliseconds")));
            client.respond(event)?;
        }
        "work" => {
            let limit = Duration::from_millis(number("milliseconds"));
            let started = Instant::now();
            while started.elapsed() < limit {
                std::hint::spin_loop();
            }
            client.respond(event)?;
        }
        "allocate" => {
            let bytes = usize::try_from(number("mib") * 1024 * 1024).unwrap_or_default();
            // Written to, since memory that is only asked for is not there yet.
            let block = std::hint::black_box(vec![1_u8; bytes]);
            client.respond(event)?;
            drop(block);
        }
        "log" => {
            println!("{}", text("out"));
            eprintln!("{}", text("err"));
            client.respond(event)?;
        }
        "fail" => {
            let header = format!("Lambda-Runtime-Function-Error-Type: {}\r\n", text("type"));
            client.answer(
                event,
                "error",
                &header,
                br#"{"errorMessage":"as asked","errorType":"Asked"}"#,
            )?;
        }
        "show-head" => {
            let head = Value::from(event.head()).to_string();
            client.answer(event, "response", "", head.as_bytes())?;
        }
        "show-environment" => {
            let variables: serde_json::Map<_, _> = std::env::vars()
                .map(|(name, value)| (name, Value::from(value)))
                .collect();
            let folder = std::env::current_dir()?.display().to_string();
            let all = serde_json::json!({ "variables": variables, "folder": folder }).to_string();
            client.answer(event, "response", "", all.as_bytes())?;
        }
        "large" => {
            let body = vec![b' '; usize::try_from(number("bytes")).unwrap_or_default()];
            let status = client.answer(event, "response", "", &body)?;
            eprintln!("status {status}");
            if status == 413 {
                let status = client.answer(event, "error", "", b"{}")?;
                eprintln!("then {status}");
            }
        }
        "answer-twice" => {
            client.respond(event)?;
            eprintln!("second {}", client.answer(event, "response", "", b"{}")?);
            eprintln!(
                "unknown {}",
                client.post("runtime/invocation/none/response", "", b"{}")?
            );
        }
        "stale" => {
            let stale = "Lambda-Runtime-Invocation-Id: another\r\n";
            eprintln!("stale {}", client.answer(event, "response", stale, b"{}")?);
            client.respond(event)?;
        }
        "odd-mode" => {
            let mode = "Lambda-Runtime-Function-Response-Mode: sideways\r\n";
            eprintln!("mode {}", client.answer(event, "response", mode, b"{}")?);
        }
        "late-init-error" => {
            eprintln!("init error {}", client.post("runtime/init/error", "", b"{}")?);
            client.respond(event)?;
        }
        "stream" => stream(client, event, &text("error"), text("cut") == "yes")?,
        other => return Err(io::Error::other(format!("{other}: no such trick"))),
    }
    Ok(None)
}

fn stream(client: &mut Client, event: &Event, error: &str, cut: bool) -> io::Result<()> {
    let request_id = event.header("lambda-runtime-aws-request-id").unwrap_or_default();
    let host = client.host();
    let head = format!(
        "POST /2018-06-01/runtime/invocation/{request_id}/response HTTP/1.1\r\nHost: {host}\r\nContent-Type: text/plain\r\n\
         Lambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n\
         Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r\n\r\n"
    );
    client.write(head.as_bytes())?;
    client.write(b"5\r\nfirst\r\n")?;
    client.write(b"7\r\n second\r\n")?;
    if cut {
        return Err(io::Error::other("cut off in the middle of a stream"));
    }
    client.write(b"0\r\n")?;
    if !error.is_empty() {
        client.write(format!("Lambda-Runtime-Function-Error-Type: {error}\r\n").as_bytes())?;
        // {"errorMessage":"late"}
        client.write(b"Lambda-Runtime-Function-Error-Body: eyJlcnJvck1lc3NhZ2UiOiJsYXRlIn0=\r\n")?;
    }
    client.write(b"\r\n")?;
    client.read_status().map(drop)
}
