//! What an invocation brings while it runs.

use crate::{
    answer::Completion, emulator::Emulator, error::EmulatorError, event::Event, piece::Piece,
    serving::Admitted,
};
use std::{pin::pin, sync::Arc};
use tokio::sync::mpsc;

/// Pieces of a response, of some 16 KiB, that wait for a slow client before the function has to.
const MAX_WAITING_PIECES: usize = 64;

/// What an invocation brings while it runs, in its order.
#[derive(Debug)]
pub(crate) enum Part {
    /// A piece of the response, if that is streamed.
    Piece(Piece),
    /// How it ended; always the last.
    End(Box<Result<Completion, EmulatorError>>),
}

/// Invokes the function. The invocation goes on to its end, also without anybody who takes the parts.
pub(crate) fn invoke(emulator: Arc<Emulator>, event: Event, admitted: Admitted) -> mpsc::Receiver<Part> {
    let (pieces, mut from_function) = mpsc::channel(MAX_WAITING_PIECES);
    let (parts, to_client) = mpsc::channel(1);
    let event = event.pieces(pieces);
    tokio::spawn(async move {
        let mut invocation = pin!(emulator.invoke_async(event));
        let ended = loop {
            tokio::select! {
                biased;
                Some(piece) = from_function.recv() => {
                    let _gone = parts.send(Part::Piece(piece)).await;
                }
                ended = &mut invocation => break ended,
            }
        };
        while let Ok(piece) = from_function.try_recv() {
            let _gone = parts.send(Part::Piece(piece)).await;
        }
        let _gone = parts.send(Part::End(Box::new(ended))).await;
        drop(admitted);
    });
    to_client
}
