//! Where a function is, and what a request to it looks like.

use bytes::Bytes;
use http_body_util::Full;
use hyper::{
    Request, Uri,
    header::{CONTENT_TYPE, HOST, USER_AGENT},
    http,
};
use lambda_emulator::wire;
use std::{net::SocketAddr, str::FromStr};

/// A server that has functions, or a function's own URL.
#[derive(Debug, Clone)]
pub(super) struct Endpoint {
    pub(super) tls: bool,
    pub(super) host: String,
    pub(super) port: u16,
    /// As `Host` names it.
    authority: String,
    /// Path and query of a function URL.
    url: Option<String>,
}

impl Endpoint {
    pub(super) fn invoke_api(address: SocketAddr) -> Self {
        Endpoint {
            tls: false,
            host: address.ip().to_string(),
            port: address.port(),
            authority: address.to_string(),
            url: None,
        }
    }

    pub(super) fn is_function_url(&self) -> bool {
        self.url.is_some()
    }

    pub(super) fn authority(&self) -> &str {
        &self.authority
    }

    pub(super) fn request(
        &self,
        name: &str,
        stream: bool,
        with_log: bool,
        event: Bytes,
    ) -> http::Result<Request<Full<Bytes>>> {
        let path = match (&self.url, stream) {
            (Some(url), _) => url.clone(),
            (None, true) => format!(
                "/{}/functions/{name}/response-streaming-invocations",
                wire::RESPONSE_STREAM_VERSION
            ),
            (None, false) => format!("/{}/functions/{name}/invocations", wire::INVOKE_API_VERSION),
        };
        let mut request = Request::post(path)
            .header(HOST, &self.authority)
            .header(USER_AGENT, "lambda-emulator");
        if self.is_function_url() {
            request = request.header(CONTENT_TYPE, "application/json");
        } else if with_log {
            request = request.header("X-Amz-Log-Type", "Tail");
        }
        request.body(Full::new(event))
    }
}

impl FromStr for Endpoint {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "write http://HOST:PORT, or https:// and the host of a function URL".to_owned();
        let uri: Uri = text.parse().map_err(|_| wrong())?;
        let tls = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(wrong()),
        };
        let authority = uri
            .authority()
            .filter(|authority| !authority.as_str().contains('@'));
        let authority = authority.ok_or_else(wrong)?;
        let host = authority.host().trim_matches(['[', ']']).to_owned();
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        let is_url = host.contains(".lambda-url.") || path != "/";
        Ok(Endpoint {
            tls,
            port: authority.port_u16().unwrap_or(if tls { 443 } else { 80 }),
            host,
            authority: authority.to_string(),
            url: is_url.then(|| path.to_owned()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Endpoint;

    #[test]
    fn a_url_with_a_path_and_a_host_of_aws_are_function_urls() {
        let cases = [
            ("http://127.0.0.1:9000", false, 9000, None),
            ("http://[::1]:9000/", false, 9000, None),
            ("http://localhost/urls/orders/", false, 80, Some("/urls/orders/")),
            ("https://abc.lambda-url.eu-central-1.on.aws", true, 443, Some("/")),
            (
                "https://abc.lambda-url.eu-central-1.on.aws/a?b=c",
                true,
                443,
                Some("/a?b=c"),
            ),
            ("https://lambda.eu-central-1.amazonaws.com", true, 443, None),
        ];
        for (text, tls, port, url) in cases {
            let endpoint: Endpoint = text.parse().unwrap();
            assert_eq!((endpoint.tls, endpoint.port), (tls, port), "{text}");
            assert_eq!(endpoint.url.as_deref(), url, "{text}");
        }
        for text in [
            "",
            "localhost:9000",
            "ftp://localhost",
            "http://",
            "http://user@host",
        ] {
            assert!(text.parse::<Endpoint>().is_err(), "{text}");
        }
    }
}
