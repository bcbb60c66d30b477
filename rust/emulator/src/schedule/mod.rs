//! Schedules as EventBridge has them.

mod when;

pub use when::When;

use crate::{emulator::Emulator, event::Event};
use serde_json::json;
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};
use tokio::sync::Semaphore;
use uuid::Uuid;

/// Events of one schedule that wait for a slow function.
const MAX_WAITING: usize = 100;

/// A function that is invoked again and again.
#[derive(Debug, Clone)]
pub struct Schedule {
    /// Name of the rule.
    pub name: String,
    /// The function.
    pub function: String,
    /// When it is invoked.
    pub when: When,
    /// The event: JSON; EventBridge's own when `None`.
    pub input: Option<String>,
}

/// The schedules of a project. Clones share them.
#[derive(Debug, Clone, Default)]
pub struct Schedules(Arc<[Arc<Rule>]>);

impl Schedules {
    /// Schedules that wait for [`EventSources`](crate::EventSources) to be started.
    pub fn new(schedules: impl IntoIterator<Item = Schedule>) -> Self {
        Schedules(
            schedules
                .into_iter()
                .map(|schedule| Arc::new(Rule::of(schedule)))
                .collect(),
        )
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Arc<Rule>> {
        self.0.iter()
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Arc<Rule>> {
        self.iter().find(|rule| rule.schedule.name == name)
    }
}

/// One schedule, and what of it waits.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) schedule: Schedule,
    next: Mutex<Option<SystemTime>>,
    places: Arc<Semaphore>,
}

/// So many events of a schedule wait for its function that another one is left out.
#[derive(Debug, thiserror::Error)]
#[error("{MAX_WAITING} events of it wait for {function} already")]
pub(crate) struct TooManyWait {
    function: String,
}

impl Rule {
    fn of(schedule: Schedule) -> Self {
        Rule {
            schedule,
            next: Mutex::default(),
            places: Arc::new(Semaphore::new(MAX_WAITING)),
        }
    }

    /// When the function is invoked next; `None` if that will not be.
    pub(crate) fn next(&self) -> Option<SystemTime> {
        *self.next.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn plan(&self, next: Option<SystemTime>) -> Option<SystemTime> {
        *self.next.lock().unwrap_or_else(PoisonError::into_inner) = next;
        next
    }

    /// Invokes the function with the event of this time, and gives the request id. What comes of it stands in the log.
    pub(crate) fn invoke(&self, emulator: &Arc<Emulator>, time: SystemTime) -> Result<String, TooManyWait> {
        let place = Arc::clone(&self.places)
            .try_acquire_owned()
            .map_err(|_| TooManyWait {
                function: self.schedule.function.clone(),
            })?;
        let request_id = Uuid::new_v4().to_string();
        let event = event(&self.schedule, &emulator.settings().region, time);
        let event = Event::new(event).request_id(request_id.clone());
        let emulator = Arc::clone(emulator);
        tokio::spawn(async move {
            drop(emulator.invoke_async(event).await);
            drop(place);
        });
        Ok(request_id)
    }
}

/// Invokes the function at its times; one that is missed because the machine slept comes once.
pub(crate) async fn run(rule: Arc<Rule>, emulator: Arc<Emulator>) {
    let mut last = SystemTime::now();
    while let Some(time) = rule.plan(rule.schedule.when.next(last)) {
        // In short steps, since the clock may be set and the machine may sleep.
        while let Ok(left) = time.duration_since(SystemTime::now()) {
            tokio::time::sleep(left.min(Duration::from_secs(60)).max(Duration::from_millis(1))).await;
        }
        last = time.max(SystemTime::now() - Duration::from_secs(1));
        if let Err(full) = rule.invoke(&emulator, time) {
            eprintln!(
                "lambda-emulator: schedule {} leaves a time out: {full}",
                rule.schedule.name
            );
        }
    }
}

fn event(schedule: &Schedule, region: &str, time: SystemTime) -> String {
    schedule.input.clone().unwrap_or_else(|| {
        json!({
            "version": "0",
            "id": Uuid::new_v4().to_string(),
            "detail-type": "Scheduled Event",
            "source": "aws.events",
            "account": "123456789012",
            "time": humantime::format_rfc3339_seconds(time).to_string(),
            "region": region,
            "resources": [format!("arn:aws:events:{region}:123456789012:rule/{}", schedule.name)],
            "detail": {},
        })
        .to_string()
    })
}
