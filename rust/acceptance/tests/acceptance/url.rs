//! A handler of the JDK's HTTP server behind a function URL, from the client's request to its response.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::sync::Arc;

use acceptance::{Target, for_targets};
use lambda_emulator::Emulator;
use lambda_emulator::function_url::{FunctionUrl, InvokeMode};

for_targets!(
    [jvm: Jvm Url, image: Image Url],
    [
        hands_requests_on_and_responses_back,
        goes_on_after_a_handler_that_fails,
    ]
);

struct Url {
    url: FunctionUrl,
    _emulator: Arc<Emulator>,
}

impl Url {
    fn start(target: Target) -> Self {
        let emulator = Arc::new(Emulator::start(target.settings()).unwrap());
        let address = (Ipv4Addr::LOCALHOST, 0).into();
        Url {
            url: FunctionUrl::start(Arc::clone(&emulator), address, InvokeMode::ResponseStream).unwrap(),
            _emulator: emulator,
        }
    }

    /// Head and body, as they stand on the wire.
    fn call(&self, path: &str, body: &[u8]) -> (String, Vec<u8>) {
        let address = self.url.address();
        let mut client = TcpStream::connect(address).unwrap();
        let length = body.len();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n"
        );
        client.write_all(&[head.as_bytes(), body].concat()).unwrap();
        let mut reply = Vec::new();
        client.read_to_end(&mut reply).unwrap();
        let end = reply.windows(4).position(|end| end == b"\r\n\r\n").unwrap() + 4;
        let body = reply.split_off(end);
        (String::from_utf8(reply).unwrap().to_ascii_lowercase(), body)
    }
}

/// A body in chunks, put together; `None` if it has no end.
fn whole(mut chunks: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let line = chunks.windows(2).position(|end| end == b"\r\n")?;
        let size = usize::from_str_radix(std::str::from_utf8(&chunks[..line]).ok()?, 16).ok()?;
        if size == 0 {
            return Some(whole);
        }
        whole.extend(&chunks[line + 2..line + 2 + size]);
        chunks = &chunks[line + 2 + size + 2..];
    }
}

fn hands_requests_on_and_responses_back(target: Target) {
    let url = Url::start(target);
    let bytes: Vec<u8> = (0..=255).cycle().take(1_000_000).collect();
    for body in [&bytes[..0], &bytes[..256], &bytes] {
        let (head, echo) = url.call("/echo?a=%20", body);
        assert!(head.starts_with("http/1.1 201 "), "{head}");
        assert!(
            head.contains("\r\ncontent-type: application/x-echo\r\n"),
            "{head}"
        );
        assert!(
            head.contains("\r\nset-cookie: a=1\r\nset-cookie: b=2\r\n"),
            "{head}"
        );
        assert!(whole(&echo).unwrap() == body, "{} bytes", body.len());
    }
    let (_, pieces) = url.call("/pieces", b"");
    let expected: String = (0..1000).map(|number| format!("{number}\n")).collect();
    assert_eq!(String::from_utf8(whole(&pieces).unwrap()).unwrap(), expected);
    assert!(url.call("/other", b"").0.starts_with("http/1.1 404 "));
}

fn goes_on_after_a_handler_that_fails(target: Target) {
    let url = Url::start(target);
    let (head, body) = url.call("/none", b"");
    assert!(head.starts_with("http/1.1 502 "), "{head}");
    assert_eq!(body, b"Internal Server Error");
    let (head, body) = url.call("/fail-late", b"");
    assert!(head.starts_with("http/1.1 200 "), "{head}");
    assert_eq!(body, b"1\r\nx\r\n", "no last chunk");
    assert_eq!(whole(&url.call("/echo", b"1").1).unwrap(), b"1");
}
