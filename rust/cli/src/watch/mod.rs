//! `--watch`: the function again from the start, whenever its code has changed.
//!
//! A thread of its own waits for changes. From the first one on events wait, so that none that comes after a save
//! is answered by the code before it.

mod build;
mod changes;

use build::Build;
use changes::Changes;
use clap::Args;
use lambda_emulator::{Emulator, EmulatorError, Reload};
use std::{
    collections::BTreeSet,
    error::Error,
    path::PathBuf,
    sync::{Arc, Weak},
    thread,
    time::Duration,
};

/// So often is built what has changed again during a build, before it is run as it is: a build that writes below a
/// watched path would never be done.
const BUILDS: usize = 5;

/// What is watched, and what makes a program of it.
#[derive(Debug, Args)]
pub(crate) struct WatchArguments {
    /// Start the function anew when this file has changed, or one in this folder. Repeatable. An invocation that runs
    /// comes to its end, and an event that comes meanwhile waits.
    #[arg(long = "watch", value_name = "PATH", conflicts_with = "events")]
    pub(crate) paths: Vec<PathBuf>,
    /// With --watch: what builds the function before, a command of the shell. Where it fails, its output is the error
    /// that events get until the next change. `-` asks by standard output and is told by standard input.
    #[arg(long, value_name = "COMMAND", requires = "paths")]
    pub(crate) build: Option<String>,
}

impl WatchArguments {
    /// Watches until the emulator is no more.
    pub(crate) fn start(&self, emulator: &Arc<Emulator>) -> Result<(), Box<dyn Error>> {
        if self.paths.is_empty() {
            return Ok(());
        }
        let changes = Changes::of(&self.paths)?;
        let build = Build::by(self.build.as_deref());
        let emulator = Arc::downgrade(emulator);
        thread::Builder::new()
            .name("watch".to_owned())
            .spawn(move || reload(&changes, &build, &emulator))?;
        Ok(())
    }
}

fn reload(changes: &Changes, build: &Build, emulator: &Weak<Emulator>) {
    while let Some(first) = changes.next() {
        let Some(reload) = emulator.upgrade().map(|emulator| emulator.begin_reload()) else {
            return;
        };
        match built(first, changes, build) {
            // Elsewhere, since the next change may come while it starts.
            Ok(()) => drop(thread::spawn(move || tell(reload.start()))),
            Err(why) => fail(reload, why),
        }
    }
}

fn built(first: PathBuf, changes: &Changes, build: &Build) -> Result<(), String> {
    let mut changed = BTreeSet::from([first]);
    for _ in 1..BUILDS {
        changes.settle(&mut changed);
        let outcome = build.run(&std::mem::take(&mut changed));
        let Some(another) = changes.pending() else {
            return outcome;
        };
        changed.insert(another);
    }
    changes.settle(&mut changed);
    build.run(&changed)
}

fn fail(reload: Reload, why: String) {
    eprintln!("lambda-emulator: {why}");
    if let Err(error) = reload.fail(why) {
        eprintln!("lambda-emulator: {error}");
    }
}

fn tell(started: Result<Option<Duration>, EmulatorError>) {
    match started {
        Ok(Some(time)) => eprintln!(
            "lambda-emulator: the new code runs, ready after {} ms",
            time.as_millis()
        ),
        Ok(None) | Err(EmulatorError::Stopped) => {}
        Err(error) => eprintln!("lambda-emulator: {error}"),
    }
}
