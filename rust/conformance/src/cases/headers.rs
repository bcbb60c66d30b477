//! The headers of an event: absent, empty, odd, twice. Any caller can set the client context.

use super::{Case, Found, Session, case};
use crate::session::ECHO;
use lambda_emulator::{CallKind, Event, Misbehaviour};

const CLIENT_CONTEXT: &str = "Lambda-Runtime-Client-Context";
const COGNITO: &str = "Lambda-Runtime-Cognito-Identity";
const DEADLINE: &str = "Lambda-Runtime-Deadline-Ms";
const ARN: &str = "Lambda-Runtime-Invoked-Function-Arn";
const TRACE: &str = "Lambda-Runtime-Trace-Id";
const TENANT: &str = "Lambda-Runtime-Aws-Tenant-Id";
const INVOCATION_ID: &str = "Lambda-Runtime-Invocation-Id";
const REQUEST_ID: &str = "Lambda-Runtime-Aws-Request-Id";

macro_rules! survives {
    ($name:literal, $header:expr, $value:expr) => {
        case("headers", $name, |s| {
            s.survives(Misbehaviour::none().header($header, $value))
        })
    };
}

macro_rules! survives_without {
    ($name:literal, $header:expr) => {
        case("headers", $name, |s| {
            s.survives(Misbehaviour::none().without_header($header))
        })
    };
}

pub(super) const CASES: &[Case] = &[
    survives!("an empty client context", CLIENT_CONTEXT, ""),
    survives!("a client context that is not JSON", CLIENT_CONTEXT, "{not json"),
    survives!("a client context that is a list", CLIENT_CONTEXT, "[1]"),
    survives!(
        "a client context with half its fields",
        CLIENT_CONTEXT,
        "{\"client\":{\"app_title\":\"t\"}}"
    ),
    survives!(
        "a client context with fields of other types",
        CLIENT_CONTEXT,
        "{\"client\":7,\"custom\":[],\"env\":null}"
    ),
    survives!(
        "a client context beyond ASCII",
        CLIENT_CONTEXT,
        "{\"custom\":{\"name\":\"Zoë 😀\"}}"
    ),
    survives!(
        "a client context that is not UTF-8",
        CLIENT_CONTEXT,
        b"{\"custom\":\"\xff\"}"
    ),
    case("headers", "a client context of 3000 bytes", |s| {
        let context = format!("{{\"custom\":{{\"k\":\"{}\"}}}}", "v".repeat(3000));
        s.survives(Misbehaviour::none().header(CLIENT_CONTEXT, context))
    }),
    survives!("an empty Cognito identity", COGNITO, ""),
    survives!("a Cognito identity that is not JSON", COGNITO, "nobody"),
    survives!(
        "a Cognito identity without its pool",
        COGNITO,
        "{\"cognitoIdentityId\":\"i\"}"
    ),
    survives_without!("no deadline", DEADLINE),
    survives!("an empty deadline", DEADLINE, ""),
    survives!("a deadline that is no number", DEADLINE, "soon"),
    survives!("a negative deadline", DEADLINE, "-1"),
    survives!("a deadline beyond 64 bits", DEADLINE, "99999999999999999999999"),
    case("headers", "two deadlines", |s| {
        s.survives(Misbehaviour::none().extra_header(DEADLINE, "1"))
    }),
    survives_without!("no function ARN", ARN),
    survives!("an empty function ARN", ARN, ""),
    survives!("a function ARN that is not UTF-8", ARN, b"arn:\xff"),
    survives_without!("no trace id", TRACE),
    survives!("an empty trace id", TRACE, ""),
    survives!("a trace id that is not UTF-8", TRACE, b"Root=\xfe"),
    survives!("an empty tenant id", TENANT, ""),
    case("headers", "a header that nobody knows", |s| {
        s.echoes_despite(Misbehaviour::none().extra_header("Lambda-Runtime-New-Thing", "1"))
    }),
    case("headers", "an event without a request id ends nothing", |s| {
        s.misbehave(CallKind::Next, Misbehaviour::none().without_header(REQUEST_ID));
        s.echo(ECHO)?;
        // Nobody can answer it. Lambda's emulator hands it out again to a runtime that goes on.
        let seen = s.echo(ECHO)?;
        s.goes_on(seen)
    }),
    case("headers", "the invocation id comes back with a response", |s| {
        s.echo(ECHO)?;
        comes_back(s, CallKind::Response)
    }),
    case("headers", "the invocation id comes back with an error", |s| {
        s.answered("\"conformance:throw:x\"")?;
        comes_back(s, CallKind::Error)
    }),
    case(
        "headers",
        "no invocation id comes back where there was none",
        |s| {
            s.misbehave(CallKind::Next, Misbehaviour::none().without_header(INVOCATION_ID));
            s.echo(ECHO)?;
            s.echo(ECHO)?;
            match s
                .calls(CallKind::Response)
                .last()
                .and_then(|call| call.headers.get(INVOCATION_ID).map(str::to_owned))
            {
                None => Ok("none".to_owned()),
                Some(id) => Err(format!("\"{id}\"")),
            }
        },
    ),
    case("headers", "all that Lambda sends, at once", |s| {
        let event = Event::new(ECHO)
            .trace_id("Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1")
            .client_context("{\"client\":{\"installation_id\":\"i\",\"app_title\":\"t\",\"app_version_name\":\"1\",\"app_version_code\":\"2\",\"app_package_name\":\"p\"},\"custom\":{\"k\":\"v\"},\"env\":{}}")
            .cognito_identity("{\"cognitoIdentityId\":\"i\",\"cognitoIdentityPoolId\":\"p\"}")
            .tenant_id("t");
        let seen = s.echo(event)?;
        s.goes_on(seen)
    }),
    case("headers", "every call says who calls", |s| {
        s.echo(ECHO)?;
        let calls = s.emulator.calls();
        let silent = calls
            .iter()
            .filter(|call| call.headers.get("User-Agent").is_none_or(str::is_empty))
            .count();
        let agent = calls
            .last()
            .and_then(|call| call.headers.get("User-Agent"))
            .unwrap_or_default()
            .to_owned();
        if silent == 0 {
            Ok(agent)
        } else {
            Err(format!("{silent} calls without a User-Agent"))
        }
    }),
];

fn comes_back(s: &Session, kind: CallKind) -> Found {
    let calls = s.calls(kind);
    let id = calls.last().and_then(|call| call.headers.get(INVOCATION_ID));
    match id {
        Some(id) if !id.is_empty() => Ok("it did".to_owned()),
        _ => Err("it did not".to_owned()),
    }
}
