//! What the suite's events ask for.

use std::{
    path::Path,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use lambda_runtime::{Context, Error, LambdaEvent, streaming::Response, tracing::info};
use serde_json::{
    json,
    value::{RawValue, to_raw_value},
};
use tokio::{
    sync::mpsc::{self, Sender},
    time::sleep,
};
use tokio_stream::wrappers::ReceiverStream;

type Event = LambdaEvent<Box<RawValue>>;
type Piece = Result<Vec<u8>, Error>;

/// The name, and up to two arguments.
fn order(event: &RawValue) -> Option<(&str, &str, &str)> {
    let order = event.get().strip_prefix("\"conformance:")?.strip_suffix('"')?;
    let (name, arguments) = order.split_once(':').unwrap_or((order, ""));
    let (first, second) = arguments.split_once(':').unwrap_or((arguments, ""));
    Some((name, first, second))
}

#[expect(clippy::exit, reason = "the suite asks for it")]
pub(crate) async fn answer(event: Event) -> Result<Box<RawValue>, Error> {
    let LambdaEvent { payload, context } = event;
    let Some((name, argument, text)) = order(&payload) else {
        return Ok(payload);
    };
    match name {
        "sleep" => sleep(Duration::from_millis(argument.parse()?)).await,
        "exit" => std::process::exit(argument.parse()?),
        "size" => return Ok(to_raw_value(&"x".repeat(argument.parse::<usize>()? - 2))?),
        "throw-long" => return Err("x".repeat(argument.parse()?).into()),
        "throw" => return Err(argument.into()),
        "wait" | "fail" | "log" | "ids" => {
            appears(argument).await;
            match name {
                "fail" => return Err(text.into()),
                "log" => info!("{text}"),
                "ids" => return known(&context),
                _ => {}
            }
        }
        _ => return Err(format!("no such event: {name}").into()),
    }
    Ok(payload)
}

async fn appears(path: &str) {
    while !Path::new(path).exists() {
        sleep(Duration::from_millis(3)).await;
    }
}

fn known(context: &Context) -> Result<Box<RawValue>, Error> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
    let left = i128::from(context.deadline) - i128::try_from(now)?;
    Ok(to_raw_value(&json!({
        "requestId": context.request_id,
        "traceId": context.xray_trace_id,
        "remainingMs": i64::try_from(left)?,
        "processTraceId": std::env::var("_X_AMZN_TRACE_ID").ok(),
    }))?)
}

pub(crate) async fn stream(event: Event) -> Result<Response<ReceiverStream<Piece>>, Error> {
    let payload = event.payload;
    // A failure before the first byte is an ordinary one.
    if let Some(("stream-fail", "0", text)) = order(&payload) {
        return Err(text.into());
    }
    let (pieces, receiver) = mpsc::channel(8);
    tokio::spawn(async move {
        if let Err(failure) = write(&payload, &pieces).await {
            // Whoever read it may be gone.
            let _gone = pieces.send(Err(failure)).await;
        }
    });
    Ok(Response::from(ReceiverStream::new(receiver)))
}

async fn write(event: &RawValue, pieces: &Sender<Piece>) -> Result<(), Error> {
    let Some((name, first, second)) = order(event) else {
        pieces.send(Ok(event.get().as_bytes().to_vec())).await?;
        return Ok(());
    };
    match name {
        "stream" => {
            let (mut left, size): (usize, usize) = (first.parse()?, second.parse()?);
            while left > 0 {
                pieces.send(Ok(vec![b'x'; size.min(left)])).await?;
                left -= size.min(left);
            }
        }
        "stream-fail" => {
            pieces.send(Ok(vec![b'x'; first.parse()?])).await?;
            return Err(second.into());
        }
        "stream-sleep" => {
            pieces.send(Ok(b"x".to_vec())).await?;
            sleep(Duration::from_millis(first.parse()?)).await;
            pieces.send(Ok(b"x".to_vec())).await?;
        }
        "stream-wait" => {
            pieces.send(Ok(second.as_bytes().to_vec())).await?;
            appears(first).await;
            pieces.send(Ok(second.as_bytes().to_vec())).await?;
        }
        _ => return Err(format!("no such event: {name}").into()),
    }
    Ok(())
}
