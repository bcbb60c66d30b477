//! One function of the file: what the options of the command line say, by the same names.

use super::value::{Command, Concurrency, Memory, Seconds, StreamRate, Variable};
use crate::{
    arguments::{Busy, Stop, UrlMode, limits},
    watch::WatchArguments,
};
use lambda_emulator::FunctionSettings;
use serde::Deserialize;
use std::{
    collections::BTreeMap,
    num::NonZeroU32,
    path::{Path, PathBuf},
    time::Duration,
};
use toml::Spanned;

#[derive(Debug, Deserialize)]
#[serde(
    deny_unknown_fields,
    rename_all = "kebab-case",
    expecting = "a table [function.NAME] with a command"
)]
pub(super) struct Entry {
    pub(super) command: Spanned<Command>,
    handler: Option<String>,
    memory: Option<Memory>,
    #[serde(default)]
    limits: bool,
    timeout: Option<Seconds>,
    init_timeout: Option<Seconds>,
    #[serde(default)]
    environment: BTreeMap<String, Variable>,
    task_root: Option<PathBuf>,
    concurrency: Option<Concurrency>,
    when_busy: Option<Busy>,
    stream_rate: Option<StreamRate>,
    #[serde(default)]
    snap_start: bool,
    restore_delay: Option<Seconds>,
    #[serde(default)]
    url: bool,
    invoke_mode: Option<UrlMode>,
    stop: Option<Stop>,
    grace: Option<Seconds>,
    #[serde(default)]
    watch: Vec<PathBuf>,
    build: Option<String>,
}

impl Entry {
    /// Changes the settings to what it says; its paths are relative to `folder`.
    pub(super) fn apply(self, settings: &mut FunctionSettings, folder: &Path) -> Result<(), String> {
        self.check()?;
        let mut words = self.command.into_inner().0.into_iter();
        let program = PathBuf::from(words.next().unwrap_or_default());
        let by_path = program.components().count() > 1;
        settings.args = words.map(Into::into).collect();
        settings.task_root = match self.task_root {
            Some(root) => Some(folder.join(root)),
            None if by_path => None,
            None => Some(folder.join(".")),
        };
        settings.command = match by_path {
            true => folder.join(program),
            false => program,
        };
        if let Some(handler) = self.handler {
            settings.handler = Some(handler);
        }
        if let Some(Memory(memory)) = self.memory {
            settings.memory_mb = memory;
        }
        if self.limits {
            settings.limits = limits(settings.memory_mb);
        }
        if let Some(Seconds(timeout)) = self.timeout {
            settings.timeout = timeout;
        }
        if let Some(Seconds(timeout)) = self.init_timeout {
            settings.init_timeout = timeout;
        }
        let variables = self.environment.into_iter();
        settings.variables = variables
            .map(|(name, Variable(value))| (name.into(), value.into()))
            .collect();
        if let Some(Concurrency(concurrency)) = self.concurrency {
            settings.concurrency = concurrency;
        }
        if let Some(busy) = self.when_busy {
            settings.when_busy = busy.when_busy();
        }
        if let Some(StreamRate(kib)) = self.stream_rate {
            settings.stream_rate = NonZeroU32::new(kib * 1024);
        }
        if self.snap_start {
            let delay = self.restore_delay.map_or(Duration::ZERO, |Seconds(delay)| delay);
            *settings = settings.clone().snap_start(delay);
        }
        if self.url {
            settings.url = Some(self.invoke_mode.unwrap_or(UrlMode::Buffered).invoke_mode());
        }
        let grace = self.grace.map_or(Duration::from_secs(2), |Seconds(grace)| grace);
        settings.ending = self.stop.unwrap_or(Stop::Terminate).ending(grace);
        Ok(())
    }

    /// What starts the function anew.
    pub(super) fn watch(&self, folder: &Path) -> WatchArguments {
        WatchArguments {
            paths: self.watch.iter().map(|path| folder.join(path)).collect(),
            build: self.build.clone(),
        }
    }

    /// What goes with what.
    fn check(&self) -> Result<(), String> {
        let wrong = [
            (
                self.snap_start && self.concurrency.is_some(),
                "snap-start and concurrency do not go together; leave one of them out",
            ),
            (
                self.restore_delay.is_some() && !self.snap_start,
                "restore-delay is of no use without snap-start = true; add it",
            ),
            (
                self.build.is_some() && self.watch.is_empty(),
                "build is of no use without watch = [\"PATH\"]; add it",
            ),
            (
                self.invoke_mode.is_some() && !self.url,
                "invoke-mode is of no use without url = true; add it",
            ),
            (
                self.environment
                    .keys()
                    .any(|name| name.is_empty() || name.contains(['=', '\0'])),
                "the name of a variable may not be empty, nor hold an = or a NUL",
            ),
        ];
        match wrong.into_iter().find(|(is_wrong, _)| *is_wrong) {
            Some((_, what)) => Err(what.to_owned()),
            None => Ok(()),
        }
    }
}
