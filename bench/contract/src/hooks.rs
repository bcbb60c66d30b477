//! Hooks around a snapshot, which say in the log that they run.

use std::{
    io::{self, Write},
    sync::Arc,
};

use lambda_runtime::{Error, SnapStartResource};

type Running<'a> = std::pin::Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'a>>;

/// One of two.
pub(crate) struct Hooks {
    number: u8,
    failing: Option<&'static str>,
}

impl Hooks {
    pub(crate) fn both() -> [Arc<Self>; 2] {
        // The first to run is the last before the snapshot, and the first after the restore.
        let failing = match std::env::var("CONFORMANCE_HOOKS").as_deref() {
            Ok("fail-before") => Some("before:2"),
            Ok("fail-after") => Some("after:1"),
            _ => None,
        };
        [1, 2].map(|number| Arc::new(Hooks { number, failing }))
    }

    async fn say(&self, when: &str) -> Result<(), Error> {
        let hook = format!("{when}:{}", self.number);
        writeln!(io::stdout(), "conformance:{hook}")?;
        if self.failing == Some(hook.as_str()) {
            return Err("the reason".into());
        }
        Ok(())
    }
}

impl SnapStartResource for Hooks {
    fn before_snapshot(&self) -> Running<'_> {
        Box::pin(self.say("before"))
    }

    fn after_restore(&self) -> Running<'_> {
        Box::pin(self.say("after"))
    }
}
