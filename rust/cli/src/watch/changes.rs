//! Files that change.

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher, recommended_watcher};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, channel},
    time::Duration,
};

/// An editor's or a compiler's writes come together; after a pause of this length they are taken to be done.
const QUIET: Duration = Duration::from_millis(25);

/// What has changed below the watched paths, from the time on at which this was made.
pub(super) struct Changes {
    changed: Receiver<PathBuf>,
    _watcher: RecommendedWatcher,
}

impl Changes {
    pub(super) fn of(paths: &[PathBuf]) -> Result<Self, String> {
        let mut watched = Vec::new();
        for path in paths {
            let found = std::path::absolute(path).ok().filter(|path| path.exists());
            let missing = || format!("{}: no such file or folder to watch", path.display());
            watched.push(found.ok_or_else(missing)?);
        }
        let roots = watched.clone();
        let (sender, changed) = channel();
        let handler = move |event: notify::Result<Event>| match event {
            Ok(event) if is_change(&event) => {
                for path in event.paths.into_iter().filter(|path| counts(path, &roots)) {
                    // Nobody listens any more where the emulator ends.
                    let _ = sender.send(path);
                }
            }
            Ok(_) => {}
            Err(error) => eprintln!("lambda-emulator: a change may go unseen: {error}"),
        };
        let mut watcher = recommended_watcher(handler).map_err(|error| error.to_string())?;
        for path in &watched {
            // A file is watched through its folder, since editors and compilers put another one in its place.
            let (folder, mode) = match path.parent() {
                Some(parent) if !path.is_dir() => (parent, RecursiveMode::NonRecursive),
                _ => (path.as_path(), RecursiveMode::Recursive),
            };
            watcher
                .watch(folder, mode)
                .map_err(|error| format!("{} cannot be watched: {error}", path.display()))?;
        }
        Ok(Changes {
            changed,
            _watcher: watcher,
        })
    }

    /// Waits for a change.
    pub(super) fn next(&self) -> Option<PathBuf> {
        self.changed.recv().ok()
    }

    /// A change that has come already.
    pub(super) fn pending(&self) -> Option<PathBuf> {
        self.changed.try_recv().ok()
    }

    /// Adds all that changes until there is a pause.
    pub(super) fn settle(&self, changed: &mut BTreeSet<PathBuf>) {
        while let Ok(path) = self.changed.recv_timeout(QUIET) {
            changed.insert(path);
        }
    }
}

/// Reading a file is an event as well.
fn is_change(event: &Event) -> bool {
    !matches!(event.kind, EventKind::Access(_))
}

/// Whether a file is below a watched path, and not one of those that editors keep beside those which they edit.
fn counts(path: &Path, roots: &[PathBuf]) -> bool {
    let ours = |root: &PathBuf| {
        let below = path.strip_prefix(root).ok()?;
        let passing = below.iter().any(|name| {
            let name = name.as_encoded_bytes();
            name.starts_with(b".") || name.ends_with(b"~")
        });
        (!passing).then_some(())
    };
    roots.iter().any(|root| ours(root).is_some())
}

#[cfg(test)]
mod tests {
    use super::{Path, PathBuf, counts};

    #[test]
    fn what_editors_keep_beside_a_file_is_no_change() {
        let roots = [
            PathBuf::from("/project/.hidden/src"),
            PathBuf::from("/project/bootstrap"),
        ];
        let found = |path| counts(Path::new(path), &roots);
        assert!(found("/project/.hidden/src/a/B.java"));
        assert!(found("/project/bootstrap"));
        assert!(!found("/project/bootstrap.d"));
        assert!(!found("/project/.hidden/src/a/.B.java.swp"));
        assert!(!found("/project/.hidden/src/.git/index"));
        assert!(!found("/project/.hidden/src/a/B.java~"));
    }
}
