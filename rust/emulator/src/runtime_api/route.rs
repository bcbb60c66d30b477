//! Which call a request is.

use crate::{script::CallKind, wire};

/// One call of the Runtime API or the Extensions API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Route<'a> {
    Next,
    Response {
        request_id: &'a str,
    },
    Error {
        request_id: &'a str,
    },
    InitError,
    RestoreNext,
    RestoreError,
    ExtensionRegister,
    ExtensionNext,
    /// `init/error` and `exit/error` of an extension.
    ExtensionReport,
    Unknown,
}

impl<'a> Route<'a> {
    pub(super) fn of(method: &str, target: &'a str) -> Self {
        let path = target.split('?').next().unwrap_or_default();
        let Some((version, path)) = path.strip_prefix('/').and_then(|path| path.split_once('/')) else {
            return Route::Unknown;
        };
        match (version, method) {
            (wire::RUNTIME_API_VERSION, _) => Self::of_runtime(method, path),
            (wire::EXTENSIONS_API_VERSION, _) => Self::of_extension(method, path),
            _ => Route::Unknown,
        }
    }

    fn of_runtime(method: &str, path: &'a str) -> Self {
        match (method, path) {
            ("GET", "runtime/invocation/next") => Route::Next,
            ("GET", "runtime/restore/next") => Route::RestoreNext,
            ("POST", "runtime/init/error") => Route::InitError,
            ("POST", "runtime/restore/error") => Route::RestoreError,
            ("POST", _) => {
                let call = path
                    .strip_prefix("runtime/invocation/")
                    .and_then(|rest| rest.rsplit_once('/'));
                match call {
                    Some((request_id, "response")) => Route::Response { request_id },
                    Some((request_id, "error")) => Route::Error { request_id },
                    _ => Route::Unknown,
                }
            }
            _ => Route::Unknown,
        }
    }

    fn of_extension(method: &str, path: &str) -> Self {
        match (method, path) {
            ("POST", "extension/register") => Route::ExtensionRegister,
            ("GET", "extension/event/next") => Route::ExtensionNext,
            ("POST", "extension/init/error" | "extension/exit/error") => Route::ExtensionReport,
            _ => Route::Unknown,
        }
    }

    pub(super) fn kind(&self) -> CallKind {
        match self {
            Route::Next => CallKind::Next,
            Route::Response { .. } => CallKind::Response,
            Route::Error { .. } => CallKind::Error,
            Route::InitError => CallKind::InitError,
            Route::RestoreNext => CallKind::RestoreNext,
            Route::RestoreError => CallKind::RestoreError,
            Route::ExtensionRegister => CallKind::ExtensionRegister,
            Route::ExtensionNext => CallKind::ExtensionNext,
            Route::ExtensionReport | Route::Unknown => CallKind::Other,
        }
    }
}
