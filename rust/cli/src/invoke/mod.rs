//! `invoke`: one event for a function that is served here or deployed, and what it answers.

mod connection;
mod endpoint;
mod event;
mod frames;
mod report;

use crate::{
    examples,
    exit::{FUNCTION_ERROR, Outcome, SUCCESS},
    pretty::pretty,
};
use bytes::Bytes;
use clap::{Args, ValueEnum};
use endpoint::Endpoint;
use event::EventArguments;
use frames::{Frame, Frames};
use http_body_util::BodyExt;
use hyper::{Response, StatusCode, body::Incoming};
use serde_json::Value;
use std::{
    io::{self, IsTerminal, Write},
    net::{Ipv4Addr, SocketAddr},
};
use tokio::runtime;

/// Invokes a function that another lambda-emulator serves, or one that is deployed; the response goes to standard
/// output.
///
/// Exit: 0 if there was a response, 1 if there was a function error, which goes to standard error, 2 if the function
/// could not be asked.
#[derive(Debug, Args)]
pub(crate) struct InvokeArguments {
    /// Name of the function [default: function]
    #[arg(value_name = "NAME", conflicts_with = "name")]
    function: Option<String>,
    /// The same.
    #[arg(long)]
    name: Option<String>,
    #[command(flatten)]
    event: EventArguments,
    /// Print each piece of the response as it comes, by InvokeWithResponseStream.
    #[arg(long)]
    stream: bool,
    /// How answers are printed [default: readable on a terminal, else raw]
    #[arg(long, value_enum)]
    form: Option<Form>,
    /// Port of the Invoke API on 127.0.0.1.
    #[arg(long, default_value_t = 9000, conflicts_with = "endpoint")]
    port: u16,
    /// Where the function is: a function URL (`https://ID.lambda-url.REGION.on.aws`, or any with a path), or else the
    /// Invoke API of something like this program. Requests are not signed.
    #[arg(long, value_name = "URL")]
    endpoint: Option<Endpoint>,
    /// List the events of --data-example.
    #[arg(long)]
    list_examples: bool,
}

/// How answers are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Byte for byte.
    Raw,
    /// Indented, with the function's log and what the invocation cost.
    Readable,
}

pub(crate) fn run(arguments: &InvokeArguments) -> Outcome {
    if arguments.list_examples {
        return examples::list();
    }
    let event = arguments.event.read()?;
    runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(arguments.invoke(event))
}

impl InvokeArguments {
    async fn invoke(&self, event: Bytes) -> Outcome {
        let here = Endpoint::invoke_api(SocketAddr::from((Ipv4Addr::LOCALHOST, self.port)));
        let endpoint = self.endpoint.as_ref().unwrap_or(&here);
        let name = self.function.as_ref().or(self.name.as_ref());
        let name = name.map_or("function", String::as_str);
        let readable = match self.form {
            Some(form) => form == Form::Readable,
            None => io::stdout().is_terminal(),
        };
        let request = endpoint.request(name, self.stream, readable, event)?;
        let response = connection::send(endpoint, request).await?;
        if endpoint.is_function_url() {
            return url_response(response, readable && !self.stream).await;
        }
        if !response.status().is_success() {
            return Err(rejected(response).await?.into());
        }
        if self.stream {
            pieces(response, readable).await
        } else {
            whole(response, readable).await
        }
    }
}

/// Why the Invoke API did not take the event.
async fn rejected(response: Response<Incoming>) -> Result<String, hyper::Error> {
    let status = response.status();
    let exception = response
        .headers()
        .get("x-amzn-ErrorType")
        .and_then(|value| value.to_str().ok())
        .map_or_else(String::new, |exception| format!(", {exception}"));
    let body = response.into_body().collect().await?.to_bytes();
    let message = serde_json::from_slice::<Value>(&body).ok().and_then(|body| {
        let message = body.get("Message").or(body.get("message"))?;
        message.as_str().map(str::to_owned)
    });
    let message = message.unwrap_or_else(|| String::from_utf8_lossy(&body).into_owned());
    let way_out = match status {
        StatusCode::BAD_REQUEST if exception.contains("InvalidRequestContent") => {
            "; an event is JSON, so put a text in double quotes"
        }
        StatusCode::FORBIDDEN => {
            "; AWS asks for a signature, which this program does not make: use `aws lambda invoke`"
        }
        _ => "",
    };
    Ok(format!("{status}{exception}: {message}{way_out}"))
}

async fn whole(response: Response<Incoming>, readable: bool) -> Outcome {
    let failed = response.headers().contains_key("X-Amz-Function-Error");
    let log = response.headers().get("X-Amz-Log-Result");
    let log = log.and_then(|log| log.to_str().ok().map(str::to_owned));
    let body = response.into_body().collect().await?.to_bytes();
    if readable {
        eprint!("{}", report::log(log.as_deref().unwrap_or_default()));
    }
    match (failed, readable) {
        (true, true) => eprint!("{}", report::error(&body)),
        (true, false) => eprintln!("{}", String::from_utf8_lossy(&body)),
        (false, true) => print(&[&pretty(&body)[..], b"\n"].concat())?,
        (false, false) => print(&body)?,
    }
    if readable {
        eprint!("{}", report::figures(log.as_deref().unwrap_or_default()));
    }
    Ok(match failed {
        true => FUNCTION_ERROR,
        false => SUCCESS,
    })
}

async fn pieces(response: Response<Incoming>, readable: bool) -> Outcome {
    let mut body = response.into_body();
    let mut frames = Frames::default();
    while let Some(piece) = body.frame().await {
        let Ok(piece) = piece?.into_data() else { continue };
        frames.push(&piece);
        while let Some(frame) = frames.next()? {
            match frame {
                Frame::PayloadChunk(bytes) => print(&bytes)?,
                Frame::InvokeComplete(complete) => {
                    return completed(&serde_json::from_slice(&complete)?, readable);
                }
            }
        }
    }
    Err("the response ended without its last frame".into())
}

fn completed(complete: &Value, readable: bool) -> Outcome {
    let log = complete["LogResult"].as_str().filter(|_| readable);
    if let Some(log) = log {
        eprint!("\n{}", report::log(log));
    }
    let code = complete["ErrorCode"].as_str();
    if let Some(code) = code {
        let details = complete["ErrorDetails"].as_str().unwrap_or_default();
        match readable {
            true => eprint!("{}", report::error(details.as_bytes())),
            false => eprintln!("{code}: {details}"),
        }
    }
    if let Some(log) = log {
        eprint!("{}", report::figures(log));
    }
    Ok(match code {
        Some(_) => FUNCTION_ERROR,
        None => SUCCESS,
    })
}

/// What a function URL answers is the function's own from 200 to 399, and in most cases beyond.
async fn url_response(response: Response<Incoming>, indent: bool) -> Outcome {
    let status = response.status();
    let mut body = response.into_body();
    if status.is_client_error() || status.is_server_error() {
        let body = body.collect().await?.to_bytes();
        let hint = match status {
            StatusCode::FORBIDDEN => {
                " (a URL of type AWS_IAM asks for a signature, which this program does not make)"
            }
            StatusCode::BAD_GATEWAY => " (the function failed; its log says why)",
            _ => "",
        };
        eprintln!("{status}: {}{hint}", String::from_utf8_lossy(&body));
        return Ok(FUNCTION_ERROR);
    }
    if indent {
        let body = body.collect().await?.to_bytes();
        print(&[&pretty(&body)[..], b"\n"].concat())?;
        return Ok(SUCCESS);
    }
    while let Some(piece) = body.frame().await {
        if let Ok(bytes) = piece?.into_data() {
            print(&bytes)?;
        }
    }
    Ok(SUCCESS)
}

/// Each piece at once, also where standard output is a pipe.
fn print(bytes: &[u8]) -> io::Result<()> {
    let mut output = io::stdout().lock();
    output.write_all(bytes)?;
    output.flush()
}
