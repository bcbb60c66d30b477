//! Checks the environment before the client could panic over it on a thread that nobody sees.

use std::env;

use crate::error::BridgeError;

/// Checks where the Runtime API is: the one variable that the loop needs.
///
/// # Errors
/// [`BridgeError::Environment`] when it is missing or unusable.
pub(super) fn check() -> Result<(), BridgeError> {
    let address = read("AWS_LAMBDA_RUNTIME_API")?;
    if address.parse::<http::uri::Authority>().is_err() {
        return Err(unusable("AWS_LAMBDA_RUNTIME_API", &address, "host:port"));
    }
    Ok(())
}

fn read(variable: &'static str) -> Result<String, BridgeError> {
    match env::var(variable) {
        Ok(value) if !value.is_empty() => Ok(value),
        Err(env::VarError::NotUnicode(value)) => Err(unusable(variable, &value.to_string_lossy(), "text")),
        _ => Err(BridgeError::Environment {
            variable,
            problem: "is not set".to_owned(),
        }),
    }
}

fn unusable(variable: &'static str, value: &str, expected: &str) -> BridgeError {
    BridgeError::Environment {
        variable,
        problem: format!("is \"{value}\", which is not {expected}"),
    }
}
