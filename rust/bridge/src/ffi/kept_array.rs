//! A reused `byte[]`.
//!
//! `java.lang.String` decodes out of an array. A fresh one of megabytes for every event costs a native
//! image as much as the decoding: it is mapped, zeroed, written once and unmapped. So one is kept, as
//! large as the largest text so far, at most a little more than an event can be.

use std::sync::{Mutex, PoisonError};

use jni::Env;
use jni::objects::JByteArray;
use jni::refs::Global;

use super::byte_array;
use crate::error::BridgeError;

/// From this size on, in bytes, the array is kept; below it a fresh one is cheap for the VM.
const MIN_KEPT_SIZE: usize = 128 * 1024;

/// Sizes are rounded up to multiples of this, so that events of nearly one size share an array.
const STEP: usize = 1024 * 1024;

/// The array, once there is one. Its lock is held while it is in use.
#[derive(Default)]
pub(super) struct KeptArray {
    kept: Mutex<Option<(Global<JByteArray<'static>>, usize)>>,
}

impl KeptArray {
    /// Calls `body` with an array that begins with these bytes; more may follow.
    pub(super) fn with<'local, T>(
        &self,
        env: &mut Env<'local>,
        bytes: &[u8],
        body: impl FnOnce(&mut Env<'local>, &JByteArray<'_>) -> Result<T, BridgeError>,
    ) -> Result<T, BridgeError> {
        if bytes.len() < MIN_KEPT_SIZE {
            let array = byte_array::to_java(env, bytes)?;
            return body(env, &array);
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((array, size)) = &*kept
            && *size >= bytes.len()
        {
            byte_array::fill(env, array, bytes)?;
            return body(env, array);
        }
        // Let the collector have the smaller one before a larger one is made.
        *kept = None;
        let size = bytes.len().next_multiple_of(STEP);
        let array = byte_array::new_array(env, size)?;
        byte_array::fill(env, &array, bytes)?;
        *kept = Some((env.new_global_ref(&array)?, size));
        body(env, &array)
    }
}
