//! An echo on `lambda_runtime` alone: what libHello's own loop costs without any Java. It obeys the
//! conformance suite too.

use std::time::Duration;

use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde_json::value::{RawValue, to_raw_value};

const PREFIX: &str = "\"conformance:";

fn main() -> Result<(), Error> {
    let executor = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    executor.block_on(run(service_fn(
        async |event: LambdaEvent<Box<RawValue>>| match event.payload.get().strip_prefix(PREFIX) {
            None => Ok(event.payload),
            Some(order) => perform(order.trim_end_matches('"')).await,
        },
    )))
}

#[expect(clippy::exit, reason = "the suite asks for it")]
async fn perform(order: &str) -> Result<Box<RawValue>, Error> {
    let (name, argument) = order.split_once(':').unwrap_or((order, ""));
    match name {
        "sleep" => tokio::time::sleep(Duration::from_millis(argument.parse()?)).await,
        "exit" => std::process::exit(argument.parse()?),
        "size" => return Ok(to_raw_value(&"x".repeat(argument.parse::<usize>()? - 2))?),
        "throw-long" => return Err("x".repeat(argument.parse()?).into()),
        _ => return Err(argument.into()),
    }
    Ok(to_raw_value("done")?)
}
