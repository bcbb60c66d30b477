//! An event from a file.

use std::{
    fs,
    io::{self, Read},
    path::Path,
};

/// The event in a file; `-` is standard input.
pub(crate) fn read(file: &Path) -> Result<Vec<u8>, String> {
    if file == Path::new("-") {
        let mut event = Vec::new();
        return match io::stdin().read_to_end(&mut event) {
            Ok(_) => Ok(event),
            Err(error) => Err(format!("standard input: {error}")),
        };
    }
    fs::read(file).map_err(|error| format!("event file {}: {error}", file.display()))
}
