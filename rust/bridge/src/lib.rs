//! `libHello.so`: makes a JVM program, above all a GraalVM native image, an AWS Lambda custom
//! runtime.
//!
//! The house has three rooms, and the doors lead one way only: `ffi -> exchange <- runtime`.
//!
//! - [`exchange`] is the meeting place of the two sides: invocations towards Java, outcomes back.
//! - [`runtime`] speaks the Runtime API on its own thread; the only room that knows
//!   `lambda_runtime`.
//! - `ffi` is the border to Java: every exported function, and all the `unsafe` there is.
//! - [`log`] writes what the library and Java's loggers have to say.
//! - [`error`] lists every way in which the bridge can fail, and the Java class each becomes.
//!
//! Java pulls: it waits in `next`, works, and answers. No Rust thread ever attaches to the VM, so
//! nothing here can stop a garbage collection, and nothing here can end the process.

// The library must be called libHello.so, and rustc wants snake case for a crate's name.
#![allow(non_snake_case)]
#![deny(unsafe_code)]

pub mod error;
pub mod exchange;
mod ffi;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
pub mod log;
pub mod runtime;
