//! Serving: the Invoke API, and the function URL if there is one, until somebody interrupts.

use crate::{
    arguments::FunctionArguments,
    exit::{Outcome, SUCCESS},
    functions,
};
use lambda_emulator::{Emulator, EventSources, LogTarget, function_url::FunctionUrl, invoke_api::InvokeApi};
use std::{net::Ipv4Addr, path::Path, sync::Arc};
use tokio::{
    runtime,
    signal::unix::{SignalKind, signal},
};

pub(crate) fn run(arguments: &FunctionArguments) -> Outcome {
    let settings = arguments.settings();
    let console = settings.history > 0;
    let name = settings.name.clone();
    let emulator = Arc::new(Emulator::start(settings)?);
    let address = (Ipv4Addr::LOCALHOST, arguments.port).into();
    let api = InvokeApi::start(Arc::clone(&emulator), address)?;
    let start = |port| {
        let mode = arguments.invoke_mode.invoke_mode();
        FunctionUrl::start(Arc::clone(&emulator), (Ipv4Addr::LOCALHOST, port).into(), mode)
    };
    let url = arguments.url.map(start).transpose()?;
    arguments.watch.start(&emulator)?;
    eprintln!(
        "lambda-emulator: serving {name} on http://{}/2015-03-31/functions/{name}/invocations; end it with Ctrl-C",
        api.address()
    );
    tell_of_console(&api, console);
    if let Some(url) = &url {
        eprintln!("lambda-emulator: function URL on http://{}/", url.address());
    }
    wait_for_the_end()?;
    drop((api, url));
    if let Some(emulator) = Arc::into_inner(emulator) {
        emulator.stop();
    }
    Ok(SUCCESS)
}

/// Serves the functions of a file.
pub(crate) fn run_file(file: &Path, arguments: &FunctionArguments) -> Outcome {
    let mut settings = arguments.settings();
    settings.log_target = LogTarget::NamedStandardError;
    let mut project = functions::start(file, &settings)?;
    let functions = project.functions.clone();
    let address = (Ipv4Addr::LOCALHOST, arguments.port).into();
    let api = InvokeApi::with_sources(functions.clone(), project.sources.clone(), address)?;
    let gateways = project.start_gateways()?;
    let sources = EventSources::start(&functions, &project.sources)?;
    let names: Vec<&str> = functions.names().collect();
    eprintln!(
        "lambda-emulator: serving {} on http://{}/2015-03-31/functions/NAME/invocations; end it with Ctrl-C",
        names.join(", "),
        api.address()
    );
    tell_of_console(&api, settings.history > 0);
    for emulator in functions
        .iter()
        .filter(|emulator| emulator.settings().url.is_some())
    {
        let name = &emulator.settings().name;
        eprintln!(
            "lambda-emulator: function URL of {name} on http://{}/urls/{name}/",
            api.address()
        );
    }
    for (name, gateway) in &gateways {
        eprintln!("lambda-emulator: gateway {name} on http://{}/", gateway.address());
    }
    for name in &project.queue_names {
        eprintln!(
            "lambda-emulator: queue {name} on http://{}/queues/{name}",
            api.address()
        );
    }
    wait_for_the_end()?;
    drop((api, gateways, sources, project));
    functions.stop();
    Ok(SUCCESS)
}

fn tell_of_console(api: &InvokeApi, is_there: bool) {
    if is_there {
        eprintln!("lambda-emulator: console on http://{}/", api.address());
    }
}

fn wait_for_the_end() -> std::io::Result<()> {
    runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(interrupted())
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
