//! Eight functions, their events from clients of the Invoke API and from the console, a page that watches and one
//! that reads: the emulator's memory stays as it is.
//!
//! A short form is one of the command's tests, the long one is among those of the console.

use crate::{ECHO, SOAKED, http::Client};
use serde_json::Value;
use std::{
    fs,
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
};

const FUNCTIONS: usize = 8;

/// Fills what is kept of every function.
const BEFORE: usize = 8_000;

/// Of what the console sends, in so many.
const OF_CONSOLE: usize = 5;

const MAX_GROWTH: usize = 12 << 20;

struct Soaked {
    emulator: Child,
    address: SocketAddr,
    file: PathBuf,
}

impl Soaked {
    fn start() -> Self {
        let file = std::env::temp_dir().join(format!("soak-{}.toml", std::process::id()));
        let functions: String = (0..FUNCTIONS)
            .map(|number| format!("[function.f{number}]\ncommand = [{ECHO:?}]\ntimeout = 60\n"))
            .collect();
        fs::write(&file, functions).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_lambda-emulator"));
        command.args(["--port", "0", "--quiet", "--functions"]).arg(&file);
        command.stdin(Stdio::null()).stderr(Stdio::piped());
        let mut emulator = command.spawn().unwrap();
        let mut lines = BufReader::new(emulator.stderr.take().unwrap())
            .lines()
            .map(Result::unwrap);
        let told = lines
            .find(|line| line.contains("console on http://"))
            .expect("no console");
        thread::spawn(move || lines.for_each(drop));
        let address = told.split("http://").nth(1).unwrap().trim_end_matches('/');
        Soaked {
            emulator,
            address: address.parse().unwrap(),
            file,
        }
    }

    fn resident(&self) -> usize {
        let status = fs::read_to_string(format!("/proc/{}/status", self.emulator.id())).unwrap();
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .unwrap();
        line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
    }

    /// Lets so many events through all functions together; most by the Invoke API, every fifth by the console.
    fn invoke(&self, count: usize) {
        let next = AtomicUsize::new(0);
        thread::scope(|scope| {
            for _ in 0..FUNCTIONS {
                scope.spawn(|| {
                    let mut client = Client::to(self.address);
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        if number >= count {
                            return;
                        }
                        invoke(&mut client, number);
                    }
                });
            }
        });
    }

    /// How many invocations of all functions have come to their end, as the console tells it.
    fn over(&self) -> u64 {
        let mut client = Client::to(self.address);
        client.send("GET", "/console/api/changes", "", b"");
        assert_eq!(client.head().status, 200);
        let mut text = Vec::new();
        while !text.ends_with(b"\n\n") {
            text.extend(client.chunk());
        }
        let data = text.strip_prefix(b"event: changes\ndata: ").unwrap();
        let message: Value = serde_json::from_slice(data).unwrap();
        let functions = message["functions"].as_array().unwrap().iter();
        functions
            .map(|function| {
                let running = function["invocations"].as_array().unwrap().iter();
                let running = running.filter(|invocation| invocation["over"] == false).count();
                function["function"]["totals"]["invocations"].as_u64().unwrap()
                    - u64::try_from(running).unwrap()
            })
            .sum()
    }
}

impl Drop for Soaked {
    fn drop(&mut self) {
        let _ = self.emulator.kill();
        let _ = self.emulator.wait();
        let _ = fs::remove_file(&self.file);
    }
}

fn invoke(client: &mut Client, number: usize) {
    let name = format!("f{}", number % FUNCTIONS);
    let event = match number {
        _ if number % 100 == 7 => r#"{"do":"fail","type":"Function.Odd"}"#.to_owned(),
        _ if number % 1000 == 1 => format!("\"{}\"", "b".repeat(64 * 1024)),
        _ => format!(
            "{{\"number\":{number},\"text\":\"{}\"}}",
            "a".repeat(number % 1000)
        ),
    };
    if !number.is_multiple_of(OF_CONSOLE) {
        let path = format!("/2015-03-31/functions/{name}/invocations");
        let reply = client.call("POST", &path, "", event.as_bytes());
        assert_eq!(reply.status, 200, "{}", reply.text());
        return;
    }
    let path = format!("/console/api/functions/{name}/invocations");
    let header = "Lambda-Emulator-Console: 1\r\n";
    // The console waits for no answer, so there may be too many events for a moment.
    loop {
        let status = client.call("POST", &path, header, event.as_bytes()).status;
        if status == 202 {
            return;
        }
        assert_eq!(status, 429);
        thread::yield_now();
    }
}

/// A page that is told of every change, and takes it.
fn watch(address: SocketAddr, ended: &AtomicBool) {
    let mut client = Client::to(address);
    client.send("GET", "/console/api/changes", "", b"");
    client.head();
    while !ended.load(Ordering::Relaxed) {
        client.chunk();
    }
}

/// A page that looks into one invocation after the other.
fn read(address: SocketAddr, ended: &AtomicBool) {
    let mut client = Client::to(address);
    for number in 1_usize.. {
        if ended.load(Ordering::Relaxed) {
            return;
        }
        let path = format!(
            "/console/api/functions/f{}/invocations/{number}",
            number % FUNCTIONS
        );
        // It may be gone already, or not be there yet.
        assert!([200, 404].contains(&client.call("GET", &path, "", b"").status));
        thread::sleep(std::time::Duration::from_millis(5));
    }
}

#[test]
fn the_emulators_memory_stays_flat_over_many_invocations_that_are_watched() {
    let soaked = Soaked::start();
    let ended = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| watch(soaked.address, &ended));
        scope.spawn(|| read(soaked.address, &ended));
        let resident = |count: usize, all: usize| {
            soaked.invoke(count);
            let all = u64::try_from(all).unwrap();
            crate::function::eventually("all of them have come to their end", || soaked.over() == all);
            soaked.resident()
        };
        let before = resident(BEFORE, BEFORE);
        let after = resident(SOAKED, BEFORE + SOAKED);
        ended.store(true, Ordering::Relaxed);
        // So that the page that watches is told something once more.
        invoke(&mut Client::to(soaked.address), 0);
        let growth = after.saturating_sub(before);
        assert!(
            growth < MAX_GROWTH,
            "{} KiB more than {} KiB after {SOAKED} invocations",
            growth / 1024,
            before / 1024
        );
    });
}
