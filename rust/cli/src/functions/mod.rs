//! `--functions`: functions of a file and what invokes them, and where in it something is wrong.

mod entry;
mod place;
mod source;
mod value;

use entry::Entry;
use lambda_emulator::{
    Emulator, FunctionSettings, Functions, Queues, Schedule, Schedules, Sources,
    gateway::{Gateway, GatewaySettings},
};
use place::Source;
use serde::Deserialize;
use source::{GatewayEntry, QueueEntry, ScheduleEntry};
use std::{collections::BTreeMap, error::Error, net::Ipv4Addr, path::Path, sync::Arc};
use toml::Spanned;
use value::{Name, Number};

/// Entries of one kind, by their names.
type Entries<T> = BTreeMap<Spanned<Name>, T>;

/// What such a file may hold.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    #[serde(rename = "function", default)]
    functions: Entries<Spanned<Entry>>,
    #[serde(rename = "queue", default)]
    queues: Entries<QueueEntry>,
    #[serde(rename = "schedule", default)]
    schedules: Entries<ScheduleEntry>,
    #[serde(rename = "gateway", default)]
    gateways: Entries<GatewayEntry>,
}

/// What a file makes.
pub(crate) struct Project {
    pub(crate) functions: Functions,
    pub(crate) sources: Sources,
    /// Names of the queues.
    pub(crate) queue_names: Vec<String>,
    gateways: Vec<(GatewaySettings, u16)>,
}

impl Project {
    /// Serves the gateways, each on its port, and gives them with their names.
    pub(crate) fn start_gateways(&mut self) -> Result<Vec<(String, Gateway)>, Box<dyn Error>> {
        let start = |(settings, port): (GatewaySettings, u16)| {
            let name = settings.name.clone();
            let address = (Ipv4Addr::LOCALHOST, port).into();
            let gateway = Gateway::start(&self.functions, settings, address);
            match gateway {
                Ok(gateway) => Ok((name, gateway)),
                Err(error) => Err(format!("gateway {name}: {error}").into()),
            }
        };
        std::mem::take(&mut self.gateways)
            .into_iter()
            .map(start)
            .collect()
    }
}

/// Starts the functions of a file; what an entry does not say is as in `settings`.
pub(crate) fn start(file: &Path, settings: &FunctionSettings) -> Result<Project, String> {
    let source = Source::read(file)?;
    let content: Content = source.parse()?;
    if content.functions.is_empty() {
        return Err(format!(
            "{}: there is no function; write [function.NAME] and its command",
            file.display()
        ));
    }
    let functions = functions(&source, content.functions, settings)?;
    let queues = queues(&source, content.queues, &functions)?;
    Ok(Project {
        sources: Sources {
            schedules: Schedules::new(schedules(&source, content.schedules, &functions)?),
            queues: Queues::new(queues.iter().cloned()),
        },
        gateways: gateways(&source, content.gateways, &functions)?,
        queue_names: queues.iter().map(|queue| queue.name.clone()).collect(),
        functions,
    })
}

/// As they stand in the file, not by their names.
fn in_order<T>(entries: Entries<T>) -> Vec<(Spanned<Name>, T)> {
    let mut entries: Vec<_> = entries.into_iter().collect();
    entries.sort_by_key(|(name, _)| name.span().start);
    entries
}

fn functions(
    source: &Source,
    entries: Entries<Spanned<Entry>>,
    settings: &FunctionSettings,
) -> Result<Functions, String> {
    let mut functions = Functions::default();
    for (name, entry) in in_order(entries) {
        let mut settings = settings.clone();
        settings.name.clone_from(&name.get_ref().0);
        let span = entry.get_ref().command.span();
        let entry = entry.into_inner();
        let watch = entry.watch(source.folder());
        entry
            .apply(&mut settings, source.folder())
            .map_err(|what| source.wrong(name.span(), &what))?;
        let wrong = |error: Box<dyn Error>| source.wrong(span.clone(), &error.to_string());
        let emulator = Arc::new(Emulator::start(settings).map_err(|error| wrong(error.into()))?);
        watch.start(&emulator).map_err(wrong)?;
        functions.add(emulator).map_err(|error| wrong(error.into()))?;
    }
    Ok(functions)
}

fn queues(
    source: &Source,
    entries: Entries<QueueEntry>,
    functions: &Functions,
) -> Result<Vec<lambda_emulator::QueueSettings>, String> {
    let entries = in_order(entries);
    let names: Vec<String> = entries.iter().map(|(name, _)| name.get_ref().0.clone()).collect();
    let mut queues = Vec::new();
    for (name, entry) in entries {
        let function = match &entry.function {
            Some(function) => Some(function_of(source, functions, function)?),
            None => None,
        };
        if let Some(dead) = &entry.dead_letters {
            let other = &dead.get_ref().0;
            if !names.contains(other) || *other == name.get_ref().0 {
                let what = format!(
                    "dead-letters is {other:?}, which is no other queue of this file; add [queue.{other}]"
                );
                return Err(source.wrong(dead.span(), &what));
            }
        }
        let settings = entry.settings(&name.get_ref().0, function.map(|function| function.settings()));
        queues.push(settings.map_err(|what| source.wrong(name.span(), &what))?);
    }
    Ok(queues)
}

fn schedules(
    source: &Source,
    entries: Entries<ScheduleEntry>,
    functions: &Functions,
) -> Result<Vec<Schedule>, String> {
    let mut schedules = Vec::new();
    for (name, entry) in in_order(entries) {
        function_of(source, functions, &entry.function)?;
        let when = entry.when.get_ref().parse();
        let when = when.map_err(|what: String| source.wrong(entry.when.span(), &what))?;
        schedules.push(entry.schedule(&name.get_ref().0, when));
    }
    Ok(schedules)
}

fn gateways(
    source: &Source,
    entries: Entries<GatewayEntry>,
    functions: &Functions,
) -> Result<Vec<(GatewaySettings, u16)>, String> {
    let mut gateways = Vec::new();
    for (name, entry) in in_order(entries) {
        let mut routes = Vec::new();
        for (key, function) in &entry.routes {
            let route = key.get_ref().parse();
            let route = route.map_err(|what: String| source.wrong(key.span(), &what))?;
            function_of(source, functions, function)?;
            routes.push((route, function.get_ref().0.clone()));
        }
        if routes.is_empty() {
            let what = "there is no route; write \"GET /path\" = \"FUNCTION\" below routes";
            return Err(source.wrong(name.span(), what));
        }
        let port = entry.port.map_or(8080, |Number(port)| port);
        let port = u16::try_from(port).unwrap_or_default();
        gateways.push((entry.settings(&name.get_ref().0, routes), port));
    }
    Ok(gateways)
}

fn function_of<'a>(
    source: &Source,
    functions: &'a Functions,
    name: &Spanned<Name>,
) -> Result<&'a Arc<Emulator>, String> {
    functions.get(&name.get_ref().0).ok_or_else(|| {
        let names: Vec<&str> = functions.names().collect();
        let what = format!(
            "no function is called {}; there are {}",
            name.get_ref().0,
            names.join(", ")
        );
        source.wrong(name.span(), &what)
    })
}
