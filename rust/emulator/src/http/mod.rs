//! The server's side of HTTP/1.1 for the Runtime API, byte by byte.
//!
//! Why not a framework: a reply must be breakable anywhere (half a head, a reset after the third byte, two
//! equal headers), the time of the last byte of a body must be the time of the read that brought it, and a
//! body of 6 MiB goes into one buffer of its size. Heads, chunk sizes and trailers are parsed by `httparse`,
//! the parser that hyper uses. Runs on the Runtime API's thread.

mod body;
mod chunks;
mod connection;
mod fault;
mod headers;
mod reply;

pub(crate) use body::{Body, BodyEnd};
pub(crate) use connection::{Connection, Head};
pub(crate) use fault::{Broken, Fault};
pub use headers::Headers;
pub(crate) use reply::Reply;
