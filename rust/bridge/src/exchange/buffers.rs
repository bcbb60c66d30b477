//! A buffer that is reused for payloads and responses.

use bytes::{Bytes, BytesMut};

use super::sync::{Mutex, lock};

/// A buffer below this size, in bytes, is not kept: the allocator has memory of that size at hand.
const MIN_REUSED_SIZE: usize = 64 * 1024;

/// Keeps the largest buffer so far. A body of megabytes in fresh memory costs more in page faults than
/// in copying; an invocation needs one such buffer at a time.
#[derive(Default)]
pub struct Buffers {
    free: Mutex<BytesMut>,
}

impl Buffers {
    /// An empty buffer for a payload or a response, with the capacity of one that was recycled.
    pub fn take(&self) -> BytesMut {
        std::mem::take(&mut *lock(&self.free))
    }

    /// Takes back what was made from [`Buffers::take`], if nobody else holds it and it is large enough
    /// to be worth it.
    pub fn recycle(&self, bytes: Bytes) {
        if bytes.len() < MIN_REUSED_SIZE {
            return;
        }
        if let Ok(mut buffer) = bytes.try_into_mut() {
            buffer.clear();
            let mut free = lock(&self.free);
            if free.capacity() < buffer.capacity() {
                *free = buffer;
            }
        }
    }
}

#[cfg(all(test, not(feature = "model")))]
mod tests {
    use super::*;

    #[test]
    fn a_large_buffer_is_reused_and_a_small_or_shared_one_is_not() {
        let buffers = Buffers::default();
        assert_eq!(buffers.take().capacity(), 0);

        let mut large = buffers.take();
        large.resize(1 << 20, 1);
        buffers.recycle(large.freeze());
        let again = buffers.take();
        assert!(again.is_empty() && again.capacity() >= 1 << 20);
        assert_eq!(buffers.take().capacity(), 0, "it is in use");

        buffers.recycle(Bytes::from(vec![1; 100]));
        assert_eq!(buffers.take().capacity(), 0, "too small to be kept");

        let shared = Bytes::from(vec![1; 1 << 20]);
        buffers.recycle(shared.clone());
        assert_eq!(buffers.take().capacity(), 0, "somebody still reads it");
        assert_eq!(shared.len(), 1 << 20);
    }
}
