//! `lambda-emulator` from outside: its commands, what they print, and their exit codes.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod command_line;
mod conformance;
mod draw;
mod endpoint;
#[expect(dead_code, reason = "the emulator's tests use the rest")]
#[path = "../../../emulator/tests/emulator/function.rs"]
mod function;
mod functions;
#[path = "../../../emulator/tests/emulator/groups.rs"]
mod groups;
#[expect(dead_code, reason = "the emulator's tests use the rest")]
#[path = "../../../emulator/tests/emulator/http.rs"]
mod http;
mod invoke;
mod leftovers;
mod measure;
mod measure_options;
mod serve;
mod soak;
mod sources;
mod suite;
mod watch;

/// Invocations of the short soak.
const SOAKED: usize = 8_000;

/// The emulator's own function.
const ECHO: &str = env!("CARGO_BIN_EXE_cli-echo-function");
