//! An echo on `lambda_runtime` alone: what libHello's own loop costs without any Java.

use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde_json::value::RawValue;

fn main() -> Result<(), Error> {
    let executor = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    executor.block_on(run(service_fn(async |event: LambdaEvent<Box<RawValue>>| {
        Ok::<_, Error>(event.payload)
    })))
}
