//! The console in a browser, as its users see it: Chromium, driven by its WebDriver.
//!
//! `./build.sh verify console` runs these and brings what they need: `LIBHELLO_K_MEANS` is the command of the
//! k-means function, `LIBHELLO_AXE` the file of axe-core, and `LIBHELLO_PICTURES`, if it is there, a folder for
//! pictures. No test asserts a time.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod accessible;
mod browser;
mod control;
mod editor;
#[expect(dead_code, reason = "the emulator's tests use the rest")]
#[path = "../../../emulator/tests/emulator/function.rs"]
mod function;
#[expect(dead_code, reason = "the emulator's tests use the rest")]
#[path = "../../../emulator/tests/emulator/http.rs"]
mod http;
mod k_means;
mod keyboard;
mod list;
mod narrow;
mod served;
mod several;
#[path = "../cli/soak.rs"]
mod soak;
mod sources;

/// Invocations of the soak.
const SOAKED: usize = 200_000;

/// The emulator's own function.
const ECHO: &str = env!("CARGO_BIN_EXE_cli-echo-function");
