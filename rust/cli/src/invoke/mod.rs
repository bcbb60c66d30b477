//! `invoke`: one event for a function that is served, its response as it comes.

use crate::{
    event_file,
    exit::{FUNCTION_ERROR, Outcome, SUCCESS},
    frames::{Frame, Frames},
};
use bytes::Bytes;
use clap::Args;
use http_body_util::{BodyExt, Full};
use hyper::{Request, Response, body::Incoming, client::conn::http1};
use hyper_util::rt::TokioIo;
use lambda_emulator::wire;
use serde_json::Value;
use std::{
    io::{self, Write},
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
};
use tokio::{net::TcpStream, runtime};

/// Invokes a function that another lambda-emulator serves; the response goes to standard output.
///
/// Exit: 0 if there was a response, 1 if there was a function error, which goes to standard error.
#[derive(Debug, Args)]
pub(crate) struct InvokeArguments {
    /// Print each piece of the response as it comes, by InvokeWithResponseStream.
    #[arg(long)]
    stream: bool,
    /// Port of the Invoke API on 127.0.0.1.
    #[arg(long, default_value_t = 9000)]
    port: u16,
    /// Name of the function.
    #[arg(long, default_value = "function")]
    name: String,
    /// The event's file; `-` is standard input.
    #[arg(long, value_name = "FILE", default_value = "-")]
    event: PathBuf,
}

pub(crate) fn run(arguments: &InvokeArguments) -> Outcome {
    let event = event_file::read(&arguments.event)?;
    runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(invoke(arguments, event.into()))
}

async fn invoke(arguments: &InvokeArguments, event: Bytes) -> Outcome {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, arguments.port));
    let stream = TcpStream::connect(address)
        .await
        .map_err(|error| format!("nothing serves a function on {address}: {error}"))?;
    stream.set_nodelay(true)?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    let (version, end) = if arguments.stream {
        (wire::RESPONSE_STREAM_VERSION, "response-streaming-invocations")
    } else {
        (wire::INVOKE_API_VERSION, "invocations")
    };
    let request = Request::post(format!("/{version}/functions/{}/{end}", arguments.name))
        .header("Host", address.to_string())
        .body(Full::new(event))?;
    let response = sender.send_request(request).await?;
    if !response.status().is_success() {
        let status = response.status();
        let body = response.into_body().collect().await?.to_bytes();
        return Err(format!("{status}: {}", String::from_utf8_lossy(&body)).into());
    }
    if arguments.stream {
        pieces(response).await
    } else {
        whole(response).await
    }
}

async fn whole(response: Response<Incoming>) -> Outcome {
    let failed = response.headers().contains_key("X-Amz-Function-Error");
    let body = response.into_body().collect().await?.to_bytes();
    if failed {
        eprintln!("{}", String::from_utf8_lossy(&body));
        return Ok(FUNCTION_ERROR);
    }
    print(&body)?;
    Ok(SUCCESS)
}

async fn pieces(response: Response<Incoming>) -> Outcome {
    let mut body = response.into_body();
    let mut frames = Frames::default();
    while let Some(piece) = body.frame().await {
        let Ok(piece) = piece?.into_data() else { continue };
        frames.push(&piece);
        while let Some(frame) = frames.next()? {
            match frame {
                Frame::PayloadChunk(bytes) => print(&bytes)?,
                Frame::InvokeComplete(complete) => return completed(&serde_json::from_slice(&complete)?),
            }
        }
    }
    Err("the response ended without its last frame".into())
}

fn completed(complete: &Value) -> Outcome {
    let Some(code) = complete["ErrorCode"].as_str() else {
        return Ok(SUCCESS);
    };
    let details = complete["ErrorDetails"].as_str().unwrap_or_default();
    eprintln!("{code}: {details}");
    Ok(FUNCTION_ERROR)
}

/// Each piece at once, also where standard output is a pipe.
fn print(bytes: &[u8]) -> io::Result<()> {
    let mut output = io::stdout().lock();
    output.write_all(bytes)?;
    output.flush()
}
