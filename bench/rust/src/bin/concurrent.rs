//! An echo on `lambda_runtime` alone, of as many invocations at once as Lambda asks for.

use lambda_runtime::{Error, LambdaEvent, run_concurrent, service_fn};
use serde_json::value::RawValue;

#[tokio::main]
async fn main() -> Result<(), Error> {
    run_concurrent(service_fn(async |event: LambdaEvent<Box<RawValue>>| {
        Ok::<_, Error>(event.payload)
    }))
    .await
}
