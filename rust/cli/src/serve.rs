//! Serving: the Invoke API until somebody interrupts.

use crate::{
    arguments::FunctionArguments,
    exit::{Outcome, SUCCESS},
};
use lambda_emulator::{Emulator, invoke_api::InvokeApi};
use std::{net::Ipv4Addr, sync::Arc};
use tokio::{
    runtime,
    signal::unix::{SignalKind, signal},
};

pub(crate) fn run(arguments: &FunctionArguments) -> Outcome {
    let settings = arguments.settings();
    let name = settings.name.clone();
    let emulator = Arc::new(Emulator::start(settings)?);
    let api = InvokeApi::start(
        Arc::clone(&emulator),
        (Ipv4Addr::LOCALHOST, arguments.port).into(),
    )?;
    eprintln!(
        "lambda-emulator: serving {name} on http://{}/2015-03-31/functions/{name}/invocations; end it with Ctrl-C",
        api.address()
    );
    runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(interrupted())?;
    drop(api);
    if let Some(emulator) = Arc::into_inner(emulator) {
        emulator.stop();
    }
    Ok(SUCCESS)
}

async fn interrupted() -> std::io::Result<()> {
    let mut terminated = signal(SignalKind::terminate())?;
    let mut interrupted = signal(SignalKind::interrupt())?;
    let mut hung_up = signal(SignalKind::hangup())?;
    tokio::select! {
        _ = terminated.recv() => {}
        _ = interrupted.recv() => {}
        _ = hung_up.recv() => {}
    }
    Ok(())
}
