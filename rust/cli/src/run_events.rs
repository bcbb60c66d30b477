//! `--event`: a list of event files, one after the other.

use crate::{
    arguments::{FunctionArguments, Responses},
    cluster_picture, event_file,
    exit::{FUNCTION_ERROR, Outcome, SUCCESS},
    pretty::pretty,
    readable::readable,
};
use lambda_emulator::{Completion, Emulator, Event};
use std::{
    io::{self, Write},
    path::Path,
};

pub(crate) fn run(arguments: &FunctionArguments) -> Outcome {
    let events = arguments
        .events
        .iter()
        .map(|file| event_file::read(file))
        .collect::<Result<Vec<_>, _>>()?;
    let emulator = Emulator::start(arguments.settings())?;
    let mut code = SUCCESS;
    for (file, event) in arguments.events.iter().zip(events) {
        let mut completion = emulator.invoke(Event::new(event.clone()))?;
        // Left out of the completion where no REPORT line shows it.
        completion.max_memory = completion
            .max_memory
            .or_else(|| emulator.memory().map(|memory| memory.peak));
        if completion.answer.response().is_none() {
            code = FUNCTION_ERROR;
        }
        let picture = match (&arguments.pictures, completion.answer.response()) {
            (Some(folder), Some(_)) => cluster_picture::draw(folder, file, &event, completion.answer.body())?,
            _ => None,
        };
        print(file, &completion, picture.as_deref(), arguments.responses)?;
    }
    emulator.stop();
    Ok(code)
}

fn print(
    file: &Path,
    completion: &Completion,
    picture: Option<&Path>,
    responses: Responses,
) -> io::Result<()> {
    let mut output = io::stdout().lock();
    let body = completion.answer.body();
    match responses {
        Responses::None => return Ok(()),
        Responses::Json => output.write_all(body)?,
        Responses::Pretty => output.write_all(&pretty(body))?,
        Responses::Readable => {
            let name = file.file_name().unwrap_or(file.as_os_str());
            output.write_all(readable(&name.to_string_lossy(), completion).as_bytes())?;
            if let Some(picture) = picture {
                writeln!(output, "  drawn in {}", picture.display())?;
            }
        }
    }
    output.write_all(b"\n")?;
    output.flush()
}
