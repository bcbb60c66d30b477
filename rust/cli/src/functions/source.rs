//! Event sources of the file: queues, schedules and gateways.

use super::value::{Name, Number};
use lambda_emulator::{
    DeadLetters, FunctionSettings, QueueSettings, Schedule, When,
    gateway::{GatewaySettings, Payload, RouteKey},
};
use serde::Deserialize;
use serde_json::Value;
use std::{collections::BTreeMap, time::Duration};
use toml::Spanned;

/// What a queue's entry says.
#[derive(Debug, Deserialize)]
#[serde(
    deny_unknown_fields,
    rename_all = "kebab-case",
    expecting = "a table [queue.NAME]"
)]
pub(super) struct QueueEntry {
    pub(super) function: Option<Spanned<Name>>,
    batch_size: Option<Number<1, 10_000>>,
    window: Option<Number<0, 300>>,
    visibility_timeout: Option<Number<0, 43_200>>,
    max_receives: Option<Number<1, 1000>>,
    pub(super) dead_letters: Option<Spanned<Name>>,
    #[serde(default)]
    partial_responses: bool,
}

impl QueueEntry {
    /// Settings of a queue whose function, if it has one, is this.
    pub(super) fn settings(
        self,
        name: &str,
        function: Option<&FunctionSettings>,
    ) -> Result<QueueSettings, String> {
        let mut settings = QueueSettings::new(name);
        settings.function = self.function.map(|name| name.into_inner().0);
        if let Some(Number(size)) = self.batch_size {
            settings.batch_size = u16::try_from(size).unwrap_or(u16::MAX);
        }
        if let Some(Number(seconds)) = self.window {
            settings.window = Duration::from_secs(seconds.into());
        }
        if let Some(Number(seconds)) = self.visibility_timeout {
            settings.visibility = Duration::from_secs(seconds.into());
        }
        settings.dead_letters = match (self.dead_letters, self.max_receives) {
            (Some(queue), most) => Some(DeadLetters {
                queue: queue.into_inner().0,
                max_receives: most.map_or(3, |Number(most)| most),
            }),
            (None, Some(_)) => {
                return Err("max-receives is of no use without dead-letters = \"QUEUE\"; add it".to_owned());
            }
            (None, None) => None,
        };
        settings.partial_responses = self.partial_responses;
        if settings.batch_size > 10 && settings.window.is_zero() {
            return Err(
                "a batch-size of more than 10 needs a window of at least 1 second, as on Lambda".to_owned(),
            );
        }
        if let Some(function) = function.filter(|function| settings.visibility < function.timeout) {
            return Err(format!(
                "visibility-timeout is {} s, which is less than the timeout of {}, {} s; Lambda takes no such queue, so make it longer",
                settings.visibility.as_secs(),
                function.name,
                function.timeout.as_secs_f64()
            ));
        }
        Ok(settings)
    }
}

/// What a schedule's entry says.
#[derive(Debug, Deserialize)]
#[serde(
    deny_unknown_fields,
    rename_all = "kebab-case",
    expecting = "a table [schedule.NAME] with function and when"
)]
pub(super) struct ScheduleEntry {
    pub(super) function: Spanned<Name>,
    pub(super) when: Spanned<String>,
    input: Option<Value>,
}

impl ScheduleEntry {
    pub(super) fn schedule(self, name: &str, when: When) -> Schedule {
        Schedule {
            name: name.to_owned(),
            function: self.function.into_inner().0,
            when,
            // A text is JSON already; a table becomes JSON.
            input: self.input.map(|input| match input {
                Value::String(text) => text,
                input => input.to_string(),
            }),
        }
    }
}

/// What a gateway's entry says.
#[derive(Debug, Deserialize)]
#[serde(
    deny_unknown_fields,
    rename_all = "kebab-case",
    expecting = "a table [gateway.NAME] with routes"
)]
pub(super) struct GatewayEntry {
    pub(super) port: Option<Number<0, 65_535>>,
    #[serde(default)]
    payload: Format,
    pub(super) routes: BTreeMap<Spanned<String>, Spanned<Name>>,
}

/// The payload format.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
enum Format {
    #[serde(rename = "1.0")]
    First,
    #[default]
    #[serde(rename = "2.0")]
    Second,
}

impl GatewayEntry {
    pub(super) fn settings(self, name: &str, routes: Vec<(RouteKey, String)>) -> GatewaySettings {
        GatewaySettings {
            name: name.to_owned(),
            payload: match self.payload {
                Format::First => Payload::V1,
                Format::Second => Payload::V2,
            },
            routes,
        }
    }
}
