//! `--functions`: functions of a file, and where in it something is wrong.

mod entry;
mod place;
mod value;

use entry::Entry;
use lambda_emulator::{Emulator, FunctionSettings, Functions};
use place::Source;
use serde::Deserialize;
use std::{collections::BTreeMap, error::Error, path::Path, sync::Arc};
use toml::Spanned;

/// What such a file may hold.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "function", default)]
    functions: BTreeMap<Spanned<String>, Spanned<Entry>>,
}

/// Starts the functions of a file; what an entry does not say is as in `settings`.
pub(crate) fn start(file: &Path, settings: &FunctionSettings) -> Result<Functions, String> {
    let source = Source::read(file)?;
    let content: File = source.parse()?;
    let mut entries: Vec<_> = content.functions.into_iter().collect();
    // As they stand in the file, not by their names.
    entries.sort_by_key(|(name, _)| name.span().start);
    if entries.is_empty() {
        return Err(format!(
            "{}: there is no function; write [function.NAME] and its command",
            file.display()
        ));
    }
    let mut functions = Functions::default();
    for (name, entry) in entries {
        if !is_name(name.get_ref()) {
            let what = format!(
                "{:?} cannot be the name of a function; take 1 to 64 letters, digits, - and _",
                name.get_ref()
            );
            return Err(source.wrong(name.span(), &what));
        }
        let mut settings = settings.clone();
        settings.name.clone_from(name.get_ref());
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

/// As Lambda has them, and as they can stand in a path.
fn is_name(name: &str) -> bool {
    let letters = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    (1..=64).contains(&name.len()) && name.bytes().all(letters)
}
