//! `echo-function`: the smallest function, a blocking client that sends each event back.
//!
//! It is the floor of every measurement, since no runtime can do less, and the stand-in for a function in
//! the emulator's own tests: an event `{"do": ...}` makes it misbehave (see `tricks`), and so does its first
//! argument while it starts.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "a function's standard output is its log")]

mod client;
mod tricks;

use client::{Client, Event};
use std::{io, process::ExitCode};

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("echo-function: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> io::Result<ExitCode> {
    let mut client = Client::from_environment()?;
    if let Some(code) = tricks::start(&mut client)? {
        return Ok(code);
    }
    loop {
        let event = client.next()?;
        if event.payload().starts_with(br#"{"do":"#) {
            if let Some(code) = tricks::invocation(&mut client, &event)? {
                return Ok(code);
            }
        } else {
            client.respond(&event)?;
        }
        client.recycle(event);
    }
}

impl Client {
    fn respond(&mut self, event: &Event) -> io::Result<()> {
        self.answer(event, "response", "", event.payload()).map(drop)
    }
}
