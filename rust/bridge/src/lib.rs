//! `libHello.so`: makes a JVM program, above all a GraalVM native image, an AWS Lambda custom
//! runtime.
//!
//! Modules and what each may use, from top to bottom:
//!
//! - `ffi`: the border to Java: every exported function, and all the `unsafe` there is. Uses all below.
//! - [`runtime`]: speaks the Runtime API on its own thread; the only module that knows
//!   `lambda_runtime`.
//! - [`log`]: writes what the library and Java's loggers have to report.
//! - [`envelope`]: the byte layout in which contexts, failures and log records cross JNI.
//! - [`exchange`]: where the two sides meet: invocations towards Java, replies back. Knows neither JNI
//!   nor `lambda_runtime`.
//! - [`error`]: every way in which the bridge can fail, and the Java class each becomes.
//!
//! Java pulls: it waits in `next`, works, and answers. No Rust thread ever attaches to the VM, so
//! nothing here can stop a garbage collection, and nothing here can end the process.

// The library must be called libHello.so, and rustc wants snake case for a crate's name.
#![allow(non_snake_case)]
#![deny(unsafe_code)]

pub mod envelope;
pub mod error;
pub mod exchange;
mod ffi;
pub mod log;
pub mod runtime;
#[cfg(feature = "fuzzing")]
pub mod test_access;
mod truncate;
