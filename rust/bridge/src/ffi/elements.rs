//! An array's elements, where they are.

use std::ffi::c_void;
use std::ptr;

use jni::Env;
use jni::sys;

use super::jni_call;
use crate::error::BridgeError;

/// The release mode that writes a copy back and frees it.
pub(super) const WRITE_BACK: sys::jint = 0;

/// Lets `copy` at an array's elements. `release` says what becomes of a copy of them, if the VM had to make one.
///
/// # Safety
/// A live primitive array of this call. `copy` calls nothing of the VM, and keeps within the array.
pub(super) unsafe fn with<T>(
    env: &Env<'_>,
    array: sys::jarray,
    release: sys::jint,
    copy: impl FnOnce(*mut c_void) -> T,
) -> Result<T, BridgeError> {
    // SAFETY: the caller's array; nothing but the copying happens between the two critical calls, which belong
    // together.
    unsafe {
        let elements = jni_call!(env, v1_2, GetPrimitiveArrayCritical, array, ptr::null_mut());
        if elements.is_null() {
            return Err(jni::errors::Error::JavaException.into());
        }
        let result = copy(elements);
        jni_call!(env, v1_2, ReleasePrimitiveArrayCritical, array, elements, release);
        Ok(result)
    }
}
