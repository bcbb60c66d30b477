//! One request to an endpoint, by TLS where its URL says so.

use super::endpoint::Endpoint;
use bytes::Bytes;
use http_body_util::Full;
use hyper::{Request, Response, body::Incoming, client::conn::http1};
use hyper_util::rt::TokioIo;
use std::{error::Error, sync::Arc};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, pki_types::ServerName},
};

pub(super) async fn send(
    endpoint: &Endpoint,
    request: Request<Full<Bytes>>,
) -> Result<Response<Incoming>, Box<dyn Error>> {
    let authority = endpoint.authority();
    let stream = TcpStream::connect((endpoint.host.as_str(), endpoint.port))
        .await
        .map_err(|error| format!("nothing serves a function on {authority}: {error}"))?;
    stream.set_nodelay(true)?;
    if !endpoint.tls {
        return exchange(stream, request).await;
    }
    let name = ServerName::try_from(endpoint.host.clone())?;
    let stream = TlsConnector::from(Arc::new(config()?))
        .connect(name, stream)
        .await
        .map_err(|error| format!("no TLS with {authority}: {error}"))?;
    exchange(stream, request).await
}

/// Trusts whom the machine trusts, or the file in `SSL_CERT_FILE`.
fn config() -> Result<ClientConfig, String> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() {
        return Err("this machine has no certificates to trust; install ca-certificates".to_owned());
    }
    Ok(ClientConfig::builder()
        .with_root_certificates(roots)
        .with_no_client_auth())
}

async fn exchange(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    request: Request<Full<Bytes>>,
) -> Result<Response<Incoming>, Box<dyn Error>> {
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender.send_request(request).await?)
}
