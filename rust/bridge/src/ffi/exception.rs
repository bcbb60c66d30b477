//! Errors and panics as Java exceptions. The only file that throws.
//!
//! It throws with `FindClass` and `ThrowNew` alone, and only classes that every native image registers
//! for that: the jni crate's own `throw` first looks up the methods of `Throwable`, which an image
//! does not have unless told.

use std::any::Any;
use std::ffi::CStr;
use std::panic::{AssertUnwindSafe, catch_unwind};

use jni::strings::JNIString;
use jni::sys;

use crate::error::{self, BridgeError};
use crate::log;

/// How an entry ended that did not end well.
pub(super) enum Failed {
    Error(BridgeError),
    /// With what `panic!` was given.
    Panic(Box<dyn Any + Send>),
}

/// Throws what went wrong in the entry called `name`. An exception that is pending already stays as
/// it is: it is nearer to the cause. If the VM cannot throw, one line on stderr is what remains.
pub(super) fn throw(env: *mut sys::JNIEnv, name: &str, failed: Failed) {
    let (class, message) = match failed {
        Failed::Error(error) => (class_of(&error), format!("libHello: {error}")),
        Failed::Panic(payload) => (c"java/lang/InternalError", panic_message(name, payload)),
    };
    // SAFETY: `env` is the pointer that the VM passed to the running entry on this thread.
    // ExceptionCheck may be called with an exception pending.
    if unsafe { ((**env).v1_2.ExceptionCheck)(env) } {
        return;
    }
    let text = JNIString::from(message.as_str());
    // SAFETY: as above; no exception is pending, and both strings end in NUL and live long enough.
    let thrown = unsafe {
        let class = ((**env).v1_1.FindClass)(env, class.as_ptr());
        !class.is_null() && ((**env).v1_1.ThrowNew)(env, class, text.as_ptr()) == sys::JNI_OK
    };
    if !thrown {
        log::stderr_best_effort(&format!(
            "{name}: {message} (and the VM could not throw an exception)"
        ));
    }
}

fn class_of(error: &BridgeError) -> &'static CStr {
    match error {
        BridgeError::UnknownToken(_)
        | BridgeError::NothingOpen
        | BridgeError::StillOpen
        | BridgeError::ResponseTooLarge { .. }
        | BridgeError::BadArgument(_) => c"java/lang/IllegalArgumentException",
        BridgeError::StreamRefused(_) => c"java/io/IOException",
        BridgeError::Null(_) => c"java/lang/NullPointerException",
        BridgeError::Environment { .. }
        | BridgeError::Thread(_)
        | BridgeError::NotStarted
        | BridgeError::Closed { .. }
        | BridgeError::Stopped
        | BridgeError::Started
        | BridgeError::InitError(_)
        | BridgeError::Restore(_)
        | BridgeError::Vm(_) => c"java/lang/RuntimeException",
    }
}

fn panic_message(name: &str, payload: Box<dyn Any + Send>) -> String {
    let said = error::panic_text(payload.as_ref()).to_owned();
    // A payload's own destructor may panic; leaking it is the lesser evil.
    if let Err(second) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        std::mem::forget(second);
    }
    format!("libHello: panic in {name}: {said}")
}
