//! What the page does to a function's process.

use super::reply::{Failure, Reply, json};
use crate::emulator::Emulator;
use hyper::StatusCode;
use serde_json::json;

/// Does what the last part of the path says, and replies when it is done.
pub(super) async fn control(emulator: &Emulator, what: &str) -> Result<Reply, Failure> {
    match what {
        "restart" => {
            let init = emulator.restart().await.map_err(Failure::Emulator)?;
            let init = init.map(|init| init.as_secs_f64() * 1e3);
            return Ok(json(StatusCode::OK, &json!({ "init": init })));
        }
        "kill" if emulator.pid().is_none() => return Err(Failure::NoProcess),
        "kill" => emulator.kill().await,
        "freeze" if emulator.pid().is_none() => return Err(Failure::NoProcess),
        "freeze" => {
            emulator.freeze();
        }
        "thaw" => {
            emulator.thaw();
        }
        _ => return Err(Failure::NotFound),
    }
    Ok(json(StatusCode::OK, &json!({})))
}
