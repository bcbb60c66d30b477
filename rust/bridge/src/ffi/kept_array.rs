//! A reused `byte[]`.
//!
//! On a JVM `java.lang.String` copies large ASCII out of an array. A fresh one of megabytes for every event would cost
//! as much as the text. So one is kept, as large as the largest text so far, at most a little more than an event can
//! be.

use std::sync::{Mutex, PoisonError};

use jni::Env;
use jni::objects::JByteArray;
use jni::refs::Global;

use super::byte_array::new_array;
use crate::error::BridgeError;

/// From this length on an array is kept; below it a fresh one is cheap for the VM.
const MIN_KEPT_LENGTH: usize = 128 * 1024;

/// Lengths are rounded up to multiples of this, so that events of nearly one size share an array.
const STEP: usize = 1024 * 1024;

/// The array, once there is one, and its length. Its lock is held while it is in use.
#[derive(Default)]
pub(super) struct KeptArray {
    kept: Mutex<Option<(Global<JByteArray<'static>>, usize)>>,
}

impl KeptArray {
    /// Calls `body` with an array of this length at least.
    pub(super) fn with<'local, T>(
        &self,
        env: &mut Env<'local>,
        length: usize,
        body: impl FnOnce(&mut Env<'local>, &JByteArray<'_>) -> Result<T, BridgeError>,
    ) -> Result<T, BridgeError> {
        if length < MIN_KEPT_LENGTH {
            let array = new_array(env, length)?;
            return body(env, &array);
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((array, held)) = &*kept
            && *held >= length
        {
            return body(env, array);
        }
        // Let the collector have the smaller one before a larger one is made.
        *kept = None;
        let held = length.next_multiple_of(STEP);
        let array = new_array(env, held)?;
        *kept = Some((env.new_global_ref(&array)?, held));
        body(env, &array)
    }
}
