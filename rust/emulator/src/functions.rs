//! Functions that are served together, each behind its name.

use crate::{emulator::Emulator, error::EmulatorError};
use std::sync::Arc;

/// The functions behind one port, in the order in which they were given. Clones share them.
///
/// ```no_run
/// # fn main() -> Result<(), lambda_emulator::EmulatorError> {
/// use lambda_emulator::{Emulator, FunctionSettings, Functions, invoke_api::InvokeApi};
/// let mut functions = Functions::default();
/// for name in ["orders", "invoices"] {
///     let mut settings = FunctionSettings::new("./bootstrap");
///     settings.name = name.to_owned();
///     functions.add(Emulator::start(settings)?)?;
/// }
/// let api = InvokeApi::start(functions, ([127, 0, 0, 1], 9000).into())?;
/// # drop(api);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Default)]
pub struct Functions(Vec<Arc<Emulator>>);

impl Functions {
    /// Adds one under the name of its settings.
    ///
    /// # Errors
    /// If another has this name.
    pub fn add(&mut self, emulator: impl Into<Arc<Emulator>>) -> Result<(), EmulatorError> {
        let emulator = emulator.into();
        let name = &emulator.settings().name;
        if self.get(name).is_some() {
            return Err(EmulatorError::NameTaken { name: name.clone() });
        }
        self.0.push(emulator);
        Ok(())
    }

    /// The function of this name.
    pub fn get(&self, name: &str) -> Option<&Arc<Emulator>> {
        self.0.iter().find(|emulator| emulator.settings().name == name)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Emulator>> {
        self.0.iter()
    }

    /// Their names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.iter().map(|emulator| emulator.settings().name.as_str())
    }

    /// Ends the processes of all, at the same time, and waits for that; what is still invoked elsewhere ends
    /// when that lets go of it. Blocks.
    pub fn stop(self) {
        std::thread::scope(|scope| {
            for emulator in self.0 {
                scope.spawn(move || drop(emulator));
            }
        });
    }

    /// The hosts by which a server of all may be called: those of each.
    pub(crate) fn allowed_hosts(&self) -> Vec<String> {
        let mut hosts: Vec<String> = Vec::new();
        for host in self
            .iter()
            .flat_map(|emulator| &emulator.settings().allowed_hosts)
        {
            if !hosts.contains(host) {
                hosts.push(host.clone());
            }
        }
        hosts
    }

    /// The region of the first.
    pub(crate) fn region(&self) -> &str {
        self.0
            .first()
            .map_or("us-east-1", |emulator| &emulator.settings().region)
    }
}

impl From<Arc<Emulator>> for Functions {
    fn from(emulator: Arc<Emulator>) -> Self {
        Functions(vec![emulator])
    }
}
