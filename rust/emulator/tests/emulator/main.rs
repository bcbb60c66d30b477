//! The emulator's own tests, one module per concept.
//!
//! Where the contract of the Runtime API is at stake, the test is the runtime itself (`http`), byte by byte;
//! where a process is, the function is the crate's own `echo-function` or a line of shell. No test asserts a
//! time: limits are either so long that they never pass, or so short that they always do.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod access;
mod answers;
mod bounds;
mod busy;
mod concurrency;
mod connections;
mod console;
mod cuts;
mod ending;
mod endless;
mod extensions;
mod function;
mod function_url;
mod functions;
mod gateway;
mod generated;
mod groups;
mod http;
mod init;
mod invoke_api;
mod limits;
mod load;
mod misbehaviour;
mod next;
mod process;
mod queues;
mod refusals;
mod reload;
mod report;
mod response_stream;
mod restore;
mod streaming;

/// The crate's own function.
const ECHO: &str = env!("CARGO_BIN_EXE_echo-function");
