//! The internal extension that makes Lambda send SIGTERM.
//!
//! Without any extension an environment is ended by SIGKILL, and no shutdown hook ever runs. An
//! internal one without events costs one call at start, and buys 500 ms at the end. Source: AWS Lambda
//! developer guide, "Using the Lambda Extensions API", shutdown phase. `LIBHELLO_EXTENSION=off` leaves
//! it out.

use super::calls::Calls;

const NAME: &str = "libhello-graceful-shutdown";

/// Registers the extension with the first of these calls, which it returns, and leaves its poll waiting on the
/// second. Where there is no Extensions API, as in some emulators, the function runs without.
pub(super) async fn register(mut calls: Calls, mut poll: Calls) -> Calls {
    if let Ok(Some(identifier)) = calls.register_extension(NAME).await {
        tokio::spawn(async move {
            // Tells Lambda that the extension has started, which it waits for; nothing ever comes back.
            let _response = poll.await_extension_event(&identifier).await;
        });
    }
    calls
}
