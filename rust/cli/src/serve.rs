//! Serving: the Invoke API, and the function URL if there is one, until somebody interrupts.

use crate::{
    arguments::{FunctionArguments, UrlMode},
    exit::{Outcome, SUCCESS},
};
use lambda_emulator::{
    Emulator, EmulatorError,
    function_url::{FunctionUrl, InvokeMode},
    invoke_api::InvokeApi,
};
use std::{net::Ipv4Addr, sync::Arc};
use tokio::{
    runtime,
    signal::unix::{SignalKind, signal},
};

pub(crate) fn run(arguments: &FunctionArguments) -> Outcome {
    let settings = arguments.settings();
    let console = settings.history > 0;
    let name = settings.name.clone();
    let emulator = Arc::new(Emulator::start(settings)?);
    let api = InvokeApi::start(
        Arc::clone(&emulator),
        (Ipv4Addr::LOCALHOST, arguments.port).into(),
    )?;
    let url = function_url(arguments, &emulator)?;
    arguments.watch.start(&emulator)?;
    eprintln!(
        "lambda-emulator: serving {name} on http://{}/2015-03-31/functions/{name}/invocations; end it with Ctrl-C",
        api.address()
    );
    if console {
        eprintln!("lambda-emulator: console on http://{}/", api.address());
    }
    if let Some(url) = &url {
        eprintln!("lambda-emulator: function URL on http://{}/", url.address());
    }
    runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(interrupted())?;
    drop((api, url));
    if let Some(emulator) = Arc::into_inner(emulator) {
        emulator.stop();
    }
    Ok(SUCCESS)
}

fn function_url(
    arguments: &FunctionArguments,
    emulator: &Arc<Emulator>,
) -> Result<Option<FunctionUrl>, EmulatorError> {
    let mode = match arguments.invoke_mode {
        UrlMode::Buffered => InvokeMode::Buffered,
        UrlMode::ResponseStream => InvokeMode::ResponseStream,
    };
    let start = |port| FunctionUrl::start(Arc::clone(emulator), (Ipv4Addr::LOCALHOST, port).into(), mode);
    arguments.url.map(start).transpose()
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
