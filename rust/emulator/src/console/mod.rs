//! The console: a page on the port of the Invoke API that shows the last invocations of each function as they
//! run, sends events, and restarts, kills, freezes and thaws the function's process; and queues and schedules.
//!
//! It is there if [`history`](crate::FunctionSettings::history) is not 0. What the page is made of is part of this
//! program; it loads nothing from anywhere else. It is for whoever sits at the machine: a request must name the
//! server by its own address, no page of another origin is answered, and what changes anything needs a header
//! that a form cannot send.

mod api;
mod changes;
mod control;
mod page;
mod reply;
mod sources;

use crate::{
    bounds::MAX_WATCHERS,
    emulator::Emulator,
    functions::Functions,
    serving::{self, Admission, Ends},
    sources::Sources,
};
use hyper::{HeaderMap, Method, Request, body::Incoming, http::request::Parts};
use reply::{Failure, Reply};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Where everything but the page itself is.
const ROOT: &str = "/console/";

/// Every request that changes something has it. A page of another origin cannot set it without asking first, which is
/// refused.
const HEADER: &str = "Lambda-Emulator-Console";

/// What the connections of one console share.
#[derive(Debug)]
pub(crate) struct Console {
    functions: Functions,
    sources: Sources,
    allowed_hosts: Vec<String>,
    watchers: Arc<Semaphore>,
}

impl Console {
    /// A console of these functions and their sources; `None` if none of the functions has a history.
    pub(crate) fn of(functions: &Functions, sources: &Sources) -> Option<Self> {
        let shown = functions.iter().any(|emulator| emulator.history().is_on());
        shown.then(|| Console {
            functions: functions.clone(),
            sources: sources.clone(),
            allowed_hosts: functions.allowed_hosts(),
            watchers: Arc::new(Semaphore::new(MAX_WATCHERS)),
        })
    }

    /// Whether a request for this path is the console's.
    pub(crate) fn has(&self, path: &str) -> bool {
        path == "/" || path.starts_with(ROOT)
    }

    /// Answers one request, whatever it is.
    pub(crate) async fn answer(
        &self,
        admission: &Admission,
        ends: Ends,
        request: Request<Incoming>,
    ) -> Reply {
        let (head, mut body) = request.into_parts();
        match self.route(admission, ends, &head, &mut body).await {
            Ok(reply) => reply,
            Err(failure) => {
                serving::drain(&mut body).await;
                failure.reply()
            }
        }
    }

    async fn route(
        &self,
        admission: &Admission,
        ends: Ends,
        head: &Parts,
        body: &mut Incoming,
    ) -> Result<Reply, Failure> {
        let path = head.uri.path();
        self.check_access(ends, head)?;
        let reading = [Method::GET, Method::HEAD].contains(&head.method);
        if reading && let Some(asset) = page::asset(path) {
            return Ok(asset);
        }
        let path = path.strip_prefix("/console/api/").ok_or(Failure::NotFound)?;
        let path: Vec<_> = path.split('/').collect();
        if head.method == Method::GET {
            return match path.as_slice() {
                ["changes"] => self.changes(),
                ["examples"] => Ok(api::examples()),
                ["examples", name] => api::example(name),
                ["functions", name, "invocations", number] => api::invocation(self.function(name)?, number),
                ["functions", name, "log"] => Ok(api::log(self.function(name)?)),
                ["queues", name, "messages"] => sources::messages(&self.sources, name),
                _ => Err(Failure::NotFound),
            };
        }
        if head.method != Method::POST {
            return Err(Failure::MethodNotAllowed);
        }
        if !head.headers.contains_key(HEADER) {
            return Err(Failure::NoHeader);
        }
        match path.as_slice() {
            ["functions", name, "invocations"] => {
                api::send(Arc::clone(self.function(name)?), admission, body).await
            }
            ["queues", name, "messages"] => sources::send(&self.sources, name, admission, body).await,
            ["schedules", name, "run"] => sources::run_now(&self.sources, &self.functions, name),
            ["functions", name, what] => control::control(self.function(name)?, what).await,
            _ => Err(Failure::NotFound),
        }
    }

    /// As for the Invoke API, but a link on a page elsewhere may lead to the console.
    fn check_access(&self, ends: Ends, head: &Parts) -> Result<(), Failure> {
        if head.uri.path() == "/" && head.method == Method::GET && is_navigation(&head.headers) {
            let mut without_origin = head.clone();
            without_origin.headers.remove("Sec-Fetch-Site");
            return serving::check_access(&self.allowed_hosts, ends, &without_origin)
                .map_err(Failure::Denied);
        }
        serving::check_access(&self.allowed_hosts, ends, head).map_err(Failure::Denied)
    }

    fn function(&self, name: &str) -> Result<&Arc<Emulator>, Failure> {
        self.functions.get(name).ok_or(Failure::NotFound)
    }

    fn changes(&self) -> Result<Reply, Failure> {
        let watcher = Arc::clone(&self.watchers)
            .try_acquire_owned()
            .map_err(|_| Failure::TooManyWatchers)?;
        Ok(changes::reply(
            self.functions.clone(),
            self.sources.clone(),
            watcher,
        ))
    }
}

/// Whether the reader of another page follows a link, and sees nothing of that page any more.
fn is_navigation(headers: &HeaderMap) -> bool {
    let is = |name, value: &str| headers.get(name).is_some_and(|found| found == value);
    is("Sec-Fetch-Mode", "navigate") && is("Sec-Fetch-Dest", "document")
}
