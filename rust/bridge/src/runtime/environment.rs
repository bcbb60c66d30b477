//! What the environment says, checked before anything could fail over it on a thread that nobody sees.

use std::env;

use http::uri::Authority;

use crate::error::BridgeError;

const RUNTIME_API: &str = "AWS_LAMBDA_RUNTIME_API";
const EXTENSION: &str = "LIBHELLO_EXTENSION";

/// What the loop needs to know.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `host:port` of the Runtime API.
    pub runtime_api: Authority,
    /// Whether an internal extension is registered, which makes Lambda send SIGTERM.
    pub extension: bool,
}

impl Settings {
    /// Reads `AWS_LAMBDA_RUNTIME_API`, and `LIBHELLO_EXTENSION`, which is on unless it is `off`.
    ///
    /// # Errors
    /// [`BridgeError::Environment`] when the first is missing or unusable.
    pub fn from_environment() -> Result<Self, BridgeError> {
        let address = read(RUNTIME_API)?;
        Ok(Self {
            runtime_api: authority(&address).ok_or_else(|| unusable(RUNTIME_API, &address, "host:port"))?,
            extension: env::var_os(EXTENSION).is_none_or(|value| value != "off"),
        })
    }
}

/// A host with an optional port from 1 to 65535, and nothing else: `Authority` alone would accept a user
/// name, and a port that is no number, which a client then replaces by 80.
fn authority(text: &str) -> Option<Authority> {
    let authority: Authority = text.parse().ok()?;
    let host = authority.host();
    let port = text.strip_prefix(host)?;
    let usable = match port.strip_prefix(':') {
        Some(digits) => {
            digits.bytes().all(|byte| byte.is_ascii_digit())
                && digits.parse::<u16>().is_ok_and(|port| port > 0)
        }
        None => port.is_empty(),
    };
    (usable && !host.is_empty()).then_some(authority)
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

#[cfg(test)]
mod tests {
    use super::authority;

    #[test]
    fn an_address_is_a_host_and_a_port_and_nothing_else() {
        for fit in [
            "127.0.0.1:9001",
            "localhost:1",
            "localhost",
            "[::1]:65535",
            "a-b.c_d:80",
        ] {
            assert!(authority(fit).is_some(), "{fit}");
        }
        for port in 0..=70_000_u32 {
            let address = format!("127.0.0.1:{port}");
            assert_eq!(
                authority(&address).is_some(),
                (1..=65_535).contains(&port),
                "{address}"
            );
        }
        for unfit in [
            "",
            ":",
            ":80",
            "host:",
            "host:abc",
            "host:99999",
            "host:-1",
            "host:+80",
            "host: 80",
            "host:80 ",
            "user:pw@host:9",
            "user@host",
            "@host:9",
            "a:b:c",
            "::1",
            "[::1",
            "http://host",
            "host/path",
            "host:80/",
            "ho st:80",
            "host:80?x",
            "host:80#x",
            "höst:80",
            "host\n:80",
        ] {
            assert!(authority(unfit).is_none(), "{unfit}");
        }
    }
}
