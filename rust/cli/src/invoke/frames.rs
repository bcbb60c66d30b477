//! Frames of `application/vnd.amazon.eventstream`, taken apart as their bytes come.

use bytes::{Buf, Bytes, BytesMut};

/// Total length, length of the headers, and a checksum of both.
const PRELUDE: usize = 12;
/// The checksum at the end.
const CHECKSUM: usize = 4;
/// The format's own limit.
const MAX_FRAME: usize = 16 * 1024 * 1024;

/// What one frame carries.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Frame {
    /// Bytes of the response.
    PayloadChunk(Bytes),
    /// How the invocation ended, as JSON.
    InvokeComplete(Bytes),
}

/// Bytes of which frames are taken.
#[derive(Debug, Default)]
pub(crate) struct Frames(BytesMut);

impl Frames {
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    /// The next frame; `None` if it is not whole yet.
    pub(crate) fn next(&mut self) -> Result<Option<Frame>, String> {
        if self.0.len() < PRELUDE {
            return Ok(None);
        }
        let number = |at: usize| {
            let bytes = [self.0[at], self.0[at + 1], self.0[at + 2], self.0[at + 3]];
            u32::from_be_bytes(bytes)
        };
        let length = usize::try_from(number(0)).unwrap_or(usize::MAX);
        let headers = usize::try_from(number(4)).unwrap_or(usize::MAX);
        let least = headers.saturating_add(PRELUDE + CHECKSUM);
        if crc32fast::hash(&self.0[..8]) != number(8) || length < least || length > MAX_FRAME {
            return Err("the response is no event stream".to_owned());
        }
        if self.0.len() < length {
            return Ok(None);
        }
        if crc32fast::hash(&self.0[..length - CHECKSUM]) != number(length - CHECKSUM) {
            return Err("a frame of the response has a wrong checksum".to_owned());
        }
        let mut frame = self.0.split_to(length);
        frame.truncate(length - CHECKSUM);
        frame.advance(PRELUDE);
        let head = frame.split_to(headers);
        let payload = frame.freeze();
        let is = |name: &[u8]| head.windows(name.len()).any(|window| window == name);
        if is(b"PayloadChunk") {
            Ok(Some(Frame::PayloadChunk(payload)))
        } else if is(b"InvokeComplete") {
            Ok(Some(Frame::InvokeComplete(payload)))
        } else {
            Err("the response has a frame of an unknown kind".to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Frame, Frames};

    const HI: &str = "0000006c0000005ab25efdcf0d3a6d6573736167652d747970650700056576656e740b3a6576656e742d7479706507000c\
                      5061796c6f61644368756e6b0d3a636f6e74656e742d747970650700186170706c69636174696f6e2f6f637465742d7374\
                      7265616d6869314138e4";

    fn bytes() -> Vec<u8> {
        let digits = |at: usize| u8::from_str_radix(&HI[at..at + 2], 16).unwrap();
        (0..HI.len()).step_by(2).map(digits).collect()
    }

    #[test]
    fn frames_come_out_however_their_bytes_come_in() {
        for size in [1, 5, 100, 1000] {
            let mut frames = Frames::default();
            let mut seen = 0;
            for piece in bytes().repeat(3).chunks(size) {
                frames.push(piece);
                while let Some(frame) = frames.next().unwrap() {
                    assert_eq!(frame, Frame::PayloadChunk("hi".into()));
                    seen += 1;
                }
            }
            assert_eq!(seen, 3);
        }
    }

    #[test]
    fn a_bit_that_is_wrong_is_an_error_or_no_frame() {
        let whole = bytes();
        for at in 0..whole.len() {
            let mut broken = whole.clone();
            broken[at] ^= 1;
            let mut frames = Frames::default();
            frames.push(&broken);
            assert!(!matches!(frames.next(), Ok(Some(_))), "byte {at}");
        }
    }
}
