//! Where the event of an invocation comes from.

use crate::event_file;
use bytes::Bytes;
use clap::Args;
use lambda_emulator::example;
use std::path::PathBuf;

/// One of them; without any, the event is read from standard input.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub(super) struct EventArguments {
    /// The event: JSON.
    #[arg(short, long, value_name = "JSON")]
    data: Option<String>,
    /// The event's file; `-` is standard input.
    #[arg(long, value_name = "FILE")]
    data_file: Option<PathBuf>,
    /// An event as one of AWS's services sends it, such as `apigw-v2`; --list-examples shows all.
    #[arg(long, value_name = "NAME")]
    data_example: Option<String>,
    /// The same as --data-file.
    #[arg(long, value_name = "FILE")]
    event: Option<PathBuf>,
}

impl EventArguments {
    pub(super) fn read(&self) -> Result<Bytes, String> {
        if let Some(data) = &self.data {
            return Ok(Bytes::from(data.clone()));
        }
        if let Some(name) = &self.data_example {
            let example = example(name)
                .ok_or_else(|| format!("there is no example {name:?}; --list-examples shows all"))?;
            return Ok(Bytes::from(example.event));
        }
        let file = self.data_file.clone().or(self.event.clone());
        event_file::read(&file.unwrap_or_else(|| PathBuf::from("-"))).map(Bytes::from)
    }
}
