//! A function on `lambda_runtime` that obeys all events of the conformance suite. With the argument `streams` it
//! streams its responses. Its hooks around a snapshot are those that the suite asks for.

mod events;
mod hooks;

use events::{answer, stream};
use hooks::Hooks;
use lambda_runtime::{Error, Runtime, layers::TracingLayer, service_fn, tracing::init_default_subscriber};

#[tokio::main]
async fn main() -> Result<(), Error> {
    init_default_subscriber();
    if std::env::args().nth(1).as_deref() == Some("streams") {
        let runtime = Runtime::new(service_fn(stream)).layer(TracingLayer::new());
        return runtime.run_concurrent().await;
    }
    let [first, second] = Hooks::both();
    Runtime::new(service_fn(answer))
        .layer(TracingLayer::new())
        .register_snapstart_resource(first)
        .register_snapstart_resource(second)
        .run_concurrent()
        .await
}
