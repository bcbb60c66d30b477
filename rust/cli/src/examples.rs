//! `--list-examples`: the events that come with the program.

use crate::exit::{Outcome, SUCCESS};
use lambda_emulator::examples;
use std::io::{self, Write};

/// Name, AWS's class and what sends it, a line each.
pub(crate) fn list() -> Outcome {
    let width =
        |length: fn(&lambda_emulator::Example) -> usize| examples().iter().map(length).max().unwrap_or(0);
    let names = width(|example| example.name.len());
    let classes = width(|example| class(example).len());
    let mut output = io::stdout().lock();
    for example in examples() {
        let (name, class) = (&example.name, class(example));
        writeln!(output, "{name:names$}  {class:classes$}  {}", example.about)?;
    }
    Ok(SUCCESS)
}

/// Without its package, which is the same for all.
fn class(example: &lambda_emulator::Example) -> &str {
    let class = example.class.as_deref().unwrap_or("-");
    class.rsplit('.').next().unwrap_or(class)
}
