//! The chain of sines on `lambda_runtime` alone.

use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde_json::{Value, json};

fn main() -> Result<(), Error> {
    let executor = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    executor.block_on(run(service_fn(async |event: LambdaEvent<Value>| {
        let iterations = event.payload["iterations"].as_u64().ok_or("iterations")?;
        let start = event.payload["x"].as_f64().ok_or("x")?;
        let end = (0..iterations).fold(start, |x, _| x.sin());
        Ok::<_, Error>(json!({ "x": end, "iterations": iterations }))
    })))
}
