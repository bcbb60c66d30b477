//! The environment that a function finds, as the AWS Lambda Developer Guide lists it on the page "Working
//! with Lambda environment variables".
//!
//! Nothing of the emulator's own environment is passed on except `PATH` and `JAVA_HOME`, without which few
//! commands would start on a developer's machine.

use super::Mark;
use crate::settings::{FunctionSettings, Resolved};
use std::{ffi::OsString, net::SocketAddr};

const RUNTIME_DIR: &str = "/var/runtime";
const PATH_ON_LAMBDA: &str = "/usr/local/bin:/usr/bin/:/bin:/opt/bin";

/// Every variable of the function's process; of two with one name the later one counts.
pub(super) fn of(
    settings: &FunctionSettings,
    resolved: &Resolved,
    runtime_api: SocketAddr,
    mark: &Mark,
) -> Vec<(OsString, OsString)> {
    let task_root = resolved.task_root.display().to_string();
    let mut variables: Vec<(OsString, OsString)> = Vec::with_capacity(32);
    let mut set = |name: &str, value: String| variables.push((name.into(), value.into()));
    set("AWS_LAMBDA_RUNTIME_API", runtime_api.to_string());
    set("AWS_LAMBDA_FUNCTION_NAME", settings.name.clone());
    set("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST".to_owned());
    set("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", settings.memory_mb.to_string());
    set(
        "AWS_LAMBDA_LOG_GROUP_NAME",
        format!("/aws/lambda/{}", settings.name),
    );
    set(
        "AWS_LAMBDA_LOG_STREAM_NAME",
        format!("2026/01/01/[$LATEST]{mark}"),
    );
    set(
        "AWS_LAMBDA_INITIALIZATION_TYPE",
        settings.initialization_type.clone(),
    );
    set("AWS_REGION", settings.region.clone());
    set("AWS_DEFAULT_REGION", settings.region.clone());
    set("AWS_ACCESS_KEY_ID", "emulated-access-key".to_owned());
    set("AWS_SECRET_ACCESS_KEY", "emulated-secret-key".to_owned());
    set("AWS_SESSION_TOKEN", "emulated-session-token".to_owned());
    set("LAMBDA_TASK_ROOT", task_root.clone());
    set("LAMBDA_RUNTIME_DIR", RUNTIME_DIR.to_owned());
    set("TZ", ":UTC".to_owned());
    set("LANG", "en_US.UTF-8".to_owned());
    set(
        "LD_LIBRARY_PATH",
        format!("/lib64:/usr/lib64:{RUNTIME_DIR}:{RUNTIME_DIR}/lib:{task_root}:{task_root}/lib:/opt/lib"),
    );
    if let Some(handler) = &settings.handler {
        set("_HANDLER", handler.clone());
    }
    if settings.concurrency > 1 {
        set("AWS_LAMBDA_MAX_CONCURRENCY", settings.concurrency.to_string());
        set(
            "AWS_LAMBDA_INITIALIZATION_TYPE",
            "lambda-managed-instances".to_owned(),
        );
    }
    variables.push((
        "PATH".into(),
        std::env::var_os("PATH").unwrap_or_else(|| PATH_ON_LAMBDA.into()),
    ));
    variables.extend(std::env::var_os("JAVA_HOME").map(|value| ("JAVA_HOME".into(), value)));
    variables.extend(settings.variables.iter().cloned());
    variables
}
