//! The connection of a loop to the Runtime API.

use std::io::Write as _;

use bytes::{Bytes, BytesMut};
use http::HeaderValue;
use http::header::USER_AGENT;
use http::uri::Authority;
use hyper::body::Body;
use lambda_runtime::Error;
use lambda_runtime_api_client::build_request;
use tokio::net::TcpStream;

use super::ClientError;
use super::head::{Head, Visit};
use super::outgoing::{Pieces, Whole, put_field};
use super::transfer::Transfer;

/// The port of an address that has none.
const HTTP: u16 = 80;

/// Calls one server, a call at a time. It connects with the first call, and anew after one that ended its
/// connection.
///
/// There is no time-out: the environment may be frozen for hours within a call of `/next`.
pub(in crate::runtime) struct Connection {
    address: Authority,
    kept: Option<Transfer<TcpStream>>,
    /// That of `lambda_runtime`.
    user_agent: Option<HeaderValue>,
    /// The head of the request.
    request: Vec<u8>,
}

impl Connection {
    /// Not connected yet.
    pub(in crate::runtime) fn new(address: Authority) -> Self {
        let named = build_request();
        Self {
            address,
            kept: None,
            user_agent: named
                .headers_ref()
                .and_then(|headers| headers.get(USER_AGENT))
                .cloned(),
            request: Vec::new(),
        }
    }

    /// Sends what `GET` asks for, and waits for the head of its answer, whose headers it shows.
    pub(in crate::runtime) async fn get(
        &mut self,
        path: &str,
        headers: &[(&str, &[u8])],
        visit: Visit<'_>,
    ) -> Result<Head, ClientError> {
        self.begin("GET", &[path]);
        headers.iter().for_each(|(name, value)| self.field(name, value));
        self.call(&[], visit).await
    }

    /// Posts a body, and waits for the head of its answer, whose headers it shows. The parts of the path must not
    /// need escaping.
    pub(in crate::runtime) async fn post<'a>(
        &mut self,
        path: &[&str],
        headers: impl Iterator<Item = (&'a str, &'a [u8])>,
        body: &[u8],
        visit: Visit<'_>,
    ) -> Result<Head, ClientError> {
        self.begin("POST", path);
        headers.for_each(|(name, value)| self.field(name, value));
        // Writing to memory does not fail.
        let _written = write!(self.request, "content-length: {}\r\n", body.len());
        self.call(body, visit).await
    }

    /// Posts a body in chunks, as its pieces come, and its trailers. The connection is closed after the answer.
    pub(in crate::runtime) async fn post_pieces<'a>(
        &mut self,
        path: &[&str],
        headers: impl Iterator<Item = (&'a str, &'a [u8])>,
        body: impl Body<Data = Bytes, Error = Error> + Unpin,
    ) -> Result<Head, ClientError> {
        self.begin("POST", path);
        headers.for_each(|(name, value)| self.field(name, value));
        self.field("transfer-encoding", b"chunked");
        self.field("connection", b"close");
        self.request.extend_from_slice(b"\r\n");
        let mut transfer = self.transfer().await?;
        let pieces = Pieces::new(&self.request, body);
        let mut head = transfer.call(pieces, &mut |_, _| {}).await?;
        head.keep_alive = false;
        self.kept = Some(transfer);
        Ok(head)
    }

    /// Reads the body of the answer into `buffer`, which is empty but may have room from an earlier one.
    ///
    /// # Errors
    /// [`ClientError::TooLarge`] for more than `limit` bytes, before they are read where the head says so.
    pub(in crate::runtime) async fn body(
        &mut self,
        head: &Head,
        buffer: BytesMut,
        limit: usize,
    ) -> Result<Bytes, ClientError> {
        match &mut self.kept {
            Some(kept) => kept.body(head, buffer, limit).await,
            None => Err(ClientError::Closed),
        }
    }

    fn begin(&mut self, method: &str, path: &[&str]) {
        let Self {
            address,
            user_agent,
            request,
            ..
        } = self;
        request.clear();
        let parts = [method, " "].into_iter().chain(path.iter().copied());
        let parts = parts.chain([" HTTP/1.1\r\nhost: ", address.as_str(), "\r\n"]);
        parts.for_each(|part| request.extend_from_slice(part.as_bytes()));
        if let Some(agent) = user_agent {
            put_field(request, USER_AGENT.as_str(), agent.as_bytes());
        }
    }

    fn field(&mut self, name: &str, value: &[u8]) {
        put_field(&mut self.request, name, value);
    }

    async fn call(&mut self, body: &[u8], visit: Visit<'_>) -> Result<Head, ClientError> {
        self.request.extend_from_slice(b"\r\n");
        let mut transfer = self.transfer().await?;
        let request = Whole {
            request: &self.request,
            body,
        };
        let head = transfer.call(request, visit).await?;
        self.kept = Some(transfer);
        Ok(head)
    }

    /// The connection of the call before, if it can be used again, or a new one.
    async fn transfer(&mut self) -> Result<Transfer<TcpStream>, ClientError> {
        if let Some(mut kept) = self.kept.take()
            && kept.is_reusable().await
        {
            return Ok(kept);
        }
        let stream = connect(&self.address).await.map_err(ClientError::Connect)?;
        Ok(Transfer::new(stream))
    }
}

async fn connect(address: &Authority) -> std::io::Result<TcpStream> {
    let host = address.host().trim_start_matches('[').trim_end_matches(']');
    let stream = TcpStream::connect((host, address.port_u16().unwrap_or(HTTP))).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}
