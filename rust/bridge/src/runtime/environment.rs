//! Checks the environment before `lambda_runtime` could panic over it on a thread that nobody sees.

use std::env;

use crate::error::BridgeError;

/// Checks the variables that `lambda_runtime` reads and panics without: where the Runtime API is, and
/// the function's name, version and memory size. Lambda sets all four for every function.
///
/// # Errors
/// [`BridgeError::Environment`] naming the first that is missing or unusable.
pub(super) fn check() -> Result<(), BridgeError> {
    let address = read("AWS_LAMBDA_RUNTIME_API")?;
    if address.parse::<http::uri::Authority>().is_err() {
        return Err(unusable("AWS_LAMBDA_RUNTIME_API", &address, "host:port"));
    }
    read("AWS_LAMBDA_FUNCTION_NAME")?;
    read("AWS_LAMBDA_FUNCTION_VERSION")?;
    let memory = read("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")?;
    if memory.parse::<i32>().is_err() {
        return Err(unusable(
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            &memory,
            "a number of MB",
        ));
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
