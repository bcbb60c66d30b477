//! The internal extension that makes Lambda send SIGTERM.
//!
//! Without any extension an environment is ended by SIGKILL, and no shutdown hook ever runs. An
//! internal one without events costs one call at start, and buys 500 ms at the end. Source: AWS Lambda
//! developer guide, "Using the Lambda Extensions API", shutdown phase. `LIBHELLO_EXTENSION=off` leaves
//! it out.

use std::sync::Arc;

use super::api::Api;
use super::wire;

const NAME: &str = "libhello-graceful-shutdown";

/// Registers the extension and leaves its poll waiting. Where there is no Extensions API, as in some
/// emulators, the function runs without.
pub(super) async fn register(api: &Arc<Api>) {
    let Ok(headers) = api.register_extension(NAME).await else {
        return;
    };
    let Some(identifier) = headers.get(wire::EXTENSION_IDENTIFIER).cloned() else {
        return;
    };
    let api = Arc::clone(api);
    tokio::spawn(async move {
        // Tells Lambda that the extension has started, which it waits for; nothing ever comes back.
        let _response = api.await_extension_event(identifier).await;
    });
}
