//! Memory of the pieces of responses, used again as soon as they are sent.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};

use super::STREAM_BUFFER;
use super::sync::{Mutex, lock};

/// A buffer below this size, in bytes, is not kept: the allocator has memory of that size at hand.
const MIN_KEPT: usize = 16 * 1024;

/// The last buffers that were sent. A writer that is ahead by a megabyte would else touch that much fresh memory time
/// and again, which the allocator takes from the system and gives back to it.
#[derive(Clone, Default)]
pub struct Pieces(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    buffers: Vec<BytesMut>,
    /// In all of them: at most [`STREAM_BUFFER`].
    capacity: usize,
}

/// Goes back to where it came from when it is dropped.
struct Lent {
    bytes: BytesMut,
    from: Pieces,
}

impl Pieces {
    /// A piece of `size` bytes, which `fill` appends to the empty buffer that it gets.
    ///
    /// # Errors
    /// That of `fill`.
    pub fn filled<E>(
        &self,
        size: usize,
        fill: impl FnOnce(&mut BytesMut) -> Result<(), E>,
    ) -> Result<Bytes, E> {
        if size < MIN_KEPT {
            let mut bytes = BytesMut::new();
            fill(&mut bytes)?;
            return Ok(bytes.freeze());
        }
        let mut lent = Lent {
            bytes: self.take(),
            from: self.clone(),
        };
        fill(&mut lent.bytes)?;
        Ok(Bytes::from_owner(lent))
    }

    /// The one that was sent last, since it is in the processor's cache most likely.
    fn take(&self) -> BytesMut {
        let mut kept = lock(&self.0);
        let buffer = kept.buffers.pop().unwrap_or_default();
        kept.capacity -= buffer.capacity();
        buffer
    }
}

impl AsRef<[u8]> for Lent {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let mut buffer = std::mem::take(&mut self.bytes);
        buffer.clear();
        let mut kept = lock(&self.from.0);
        if kept.capacity + buffer.capacity() <= STREAM_BUFFER {
            kept.capacity += buffer.capacity();
            kept.buffers.push(buffer);
        }
    }
}

#[cfg(all(test, not(feature = "model")))]
mod tests {
    use std::convert::Infallible;

    use super::*;
    use crate::exchange::PIECE;

    fn piece(pieces: &Pieces, size: usize) -> Bytes {
        let Ok(piece) = pieces.filled(size, |buffer| {
            buffer.resize(size, 7);
            Ok::<_, Infallible>(())
        });
        piece
    }

    #[test]
    fn memory_is_used_again_once_it_is_sent() {
        let pieces = Pieces::default();
        let first = piece(&pieces, PIECE);
        let place = first.as_ptr();
        let second = piece(&pieces, PIECE);
        assert_ne!(second.as_ptr(), place, "the first is not sent yet");
        drop(first);
        let third = piece(&pieces, PIECE);
        assert_eq!((third.as_ptr(), third.len()), (place, PIECE));
        assert!(third.iter().all(|byte| *byte == 7));
    }

    #[test]
    fn no_more_is_kept_than_may_wait() {
        let pieces = Pieces::default();
        let many: Vec<Bytes> = (0..20).map(|_| piece(&pieces, PIECE)).collect();
        drop(many);
        drop(piece(&pieces, 100));
        let kept = lock(&pieces.0);
        assert!(kept.capacity <= STREAM_BUFFER, "{}", kept.capacity);
        assert_eq!(kept.buffers.len(), STREAM_BUFFER / PIECE);
    }

    #[test]
    fn memory_whose_filling_failed_is_not_lost() {
        let pieces = Pieces::default();
        drop(piece(&pieces, PIECE));
        assert!(pieces.filled(PIECE, |_| Err::<(), _>("full")).is_err());
        assert_eq!(lock(&pieces.0).buffers.len(), 1);
    }
}
