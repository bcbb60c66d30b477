//! The border to Java: the only module with `jni` and `unsafe` in it.
//!
//! Its rules:
//! - Every exported function stands in `exports.rs`, or below it, and is one call of [`entry`], which
//!   catches panics and turns every error into a Java exception. None is exempt.
//! - Only `exception.rs` throws, and only classes that every native image registers.
//! - Classes are looked up, methods called and fields read for two things alone: throwing, and turning large
//!   texts into strings and back (`string_methods.rs`, `image_string.rs`).
//! - No reference outlives its call but the array of `kept_array.rs`; no number is ever cast to a
//!   pointer.
//! - No lock is held over a JNI call, but such an array's own while a text is made out of it.

// The one module that may; the crate denies it everywhere else.
#![allow(unsafe_code)]

mod byte_array;
mod current;
mod descriptor;
mod elements;
mod exception;
mod exports;
mod image_string;
mod kept_array;
mod state;
mod string_methods;
mod text;
mod utf16;

use std::panic::{AssertUnwindSafe, catch_unwind};

use jni::{Env, EnvUnowned, Outcome};

use exception::Failed;

use crate::error::BridgeError;
use crate::log;

/// Calls a function of the JNI table directly, for those that the jni crate does not bind or binds
/// with more look-ups than a native image answers. Use inside `unsafe`.
macro_rules! jni_call {
    ($env:expr, $since:ident, $function:ident $(, $argument:expr)*) => {{
        let raw = jni::Env::get_raw($env);
        ((**raw).$since.$function)(raw $(, $argument)*)
    }};
}
use jni_call;

/// Runs the body of an exported function. An error becomes the Java exception that
/// [`BridgeError`] lists, a panic an `InternalError` that names the entry; then the default value,
/// null or nothing, is returned to a caller who will see only the exception.
fn entry<'local, T: Default>(
    mut env: EnvUnowned<'local>,
    name: &str,
    body: impl FnOnce(&mut Env<'local>) -> Result<T, BridgeError>,
) -> T {
    let raw = env.as_raw();
    let failed = match env.with_env(body).into_outcome() {
        Outcome::Ok(value) => return value,
        Outcome::Err(error) => Failed::Error(error),
        Outcome::Panic(payload) => Failed::Panic(payload),
    };
    // A panic inside the throwing itself must not cross the border either.
    if let Err(payload) = catch_unwind(AssertUnwindSafe(|| exception::throw(raw, name, failed))) {
        log::stderr_best_effort(&format!("{name} failed, and so did throwing its exception"));
        std::mem::forget(payload);
    }
    T::default()
}

impl From<jni::errors::Error> for BridgeError {
    fn from(error: jni::errors::Error) -> Self {
        Self::Vm(Box::new(error))
    }
}

/// The encoder for the fuzz targets and micro-benchmarks.
#[cfg(feature = "fuzzing")]
pub(crate) fn fuzz_encode<'a>(
    buffer: bytes::BytesMut,
    pieces: impl Iterator<Item = &'a [u16]>,
) -> bytes::Bytes {
    let mut encoder = utf16::Encoder::new(buffer, 0, usize::MAX);
    pieces.for_each(|piece| encoder.push(piece));
    encoder.finish().unwrap_or_default()
}
