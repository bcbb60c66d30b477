//! Handlers in the languages and with the libraries that functions are written with: as native images, which their
//! users would build without a line of metadata, they answer what they answer on the JVM.
//!
//! `./build.sh verify libraries` builds what these run.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod clients;
mod cloud;
mod logging;
mod traces;
mod types;

use acceptance::{Function, Target};
use lambda_emulator::FunctionSettings;

fn settings(target: Target, handler: &str) -> FunctionSettings {
    let mut settings = target.settings();
    settings.handler = Some(format!("com.example.{handler}"));
    settings
}

fn start(target: Target, handler: &str) -> Function {
    Function::with(settings(target, handler))
}
