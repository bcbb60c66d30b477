//! Whose requests the two servers take: every combination of drawn Hosts, Origins and Sec-Fetch-Sites against
//! a table of which of them name the server.

mod drawn;

use crate::{
    function::{answer, api, echo, idle},
    generated::Draw,
    http::{Client, Reply, response_to},
};
use drawn::Drawn;
use lambda_emulator::{Emulator, FunctionSettings, invoke_api::InvokeApi};
use std::{net::Ipv4Addr, sync::Arc};

const INVOKE: &str = "/2015-03-31/functions/function/invocations";
const NEXT: &str = "/2018-06-01/runtime/invocation/next";

fn service(settings: FunctionSettings) -> (Arc<Emulator>, InvokeApi) {
    let emulator = Arc::new(Emulator::start(settings).unwrap());
    let api = InvokeApi::start(Arc::clone(&emulator), (Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    (emulator, api)
}

fn send(draw: &mut Draw, mut client: Client, message: &str) -> Reply {
    for piece in draw.pieces(message.as_bytes()) {
        client.write(piece);
    }
    client.read()
}

#[test]
fn the_runtime_api_takes_what_names_it_and_no_browser_sent() {
    let emulator = api();
    let mut draw = Draw::new();
    let pending = emulator.begin("{}");
    let mut taken = 0;
    for _ in 0..400 {
        let drawn = Drawn::new(&mut draw, emulator.runtime_api().port());
        // A call that changes nothing; whether it was taken is told by its status.
        let message = drawn.head(&mut draw, "POST", "/2018-06-01/runtime/invocation/none/response");
        let reply = send(&mut draw, Client::runtime(&emulator), &message);
        match drawn.refusal(false) {
            None => assert_eq!(
                (reply.status, reply.json()["errorMessage"].as_str()),
                (400, Some("Invalid request ID")),
                "{message}"
            ),
            Some(status) => {
                assert_eq!(
                    (reply.status, reply.json()["errorType"].as_str()),
                    (status, Some("Emulator.Forbidden")),
                    "{message}"
                );
                assert!(
                    reply.json()["errorMessage"].as_str().unwrap().contains("send"),
                    "{message}"
                );
            }
        }
        taken += usize::from(drawn.refusal(false).is_none());
    }
    assert_eq!(
        emulator.calls().len(),
        taken,
        "what is refused is not the function's call"
    );
    // No event was lost to any of them.
    let mut runtime = Client::runtime(&emulator);
    let event = runtime.next();
    assert_eq!(runtime.respond(&event, "1").status, 202);
    assert_eq!(pending.wait().unwrap().answer.text(), "1");
}

#[test]
fn the_invoke_api_takes_what_names_it_and_pages_of_its_own() {
    let (emulator, api) = service(echo("echo"));
    let mut draw = Draw::new();
    for _ in 0..400 {
        let drawn = Drawn::new(&mut draw, api.address().port());
        let message = drawn.head(&mut draw, "POST", INVOKE);
        let reply = send(&mut draw, Client::to(api.address()), &message);
        match drawn.refusal(true) {
            None => assert_eq!((reply.status, reply.text().as_str()), (200, "{}"), "{message}"),
            Some(status) => {
                let exception = reply.header("x-amzn-ErrorType").unwrap();
                assert_eq!(
                    (reply.status, exception.as_str()),
                    (status, "AccessDeniedException"),
                    "{message}"
                );
                assert!(
                    reply.json()["Message"].as_str().unwrap().contains("send"),
                    "{message}"
                );
            }
        }
        assert_eq!(reply.header("Access-Control-Allow-Origin"), None);
    }
    assert_eq!(answer(&emulator, "1").text(), "1");
}

/// What a browser sends from a page of another origin, as seen on the wire: a form's POST, an image's GET, a
/// preflight, a page whose name was rebound to this machine.
#[test]
fn a_web_page_gets_no_event_and_forges_no_answer() {
    let emulator = api();
    let pending = emulator.begin(r#"{"secret":1}"#);
    let mut runtime = Client::runtime(&emulator);
    let event = runtime.next();
    let own = emulator.runtime_api();
    let rebound = format!("evil.example:{}", own.port());
    let answer = format!("/2018-06-01/runtime/{}", response_to(&event));
    let attempts = [
        (
            "POST",
            answer.as_str(),
            own.to_string(),
            "Origin: http://evil.example\r\nSec-Fetch-Site: cross-site\r\nContent-Type: text/plain\r\n",
        ),
        ("POST", answer.as_str(), own.to_string(), "Origin: null\r\n"),
        (
            "GET",
            NEXT,
            own.to_string(),
            "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image\r\n",
        ),
        (
            "GET",
            NEXT,
            own.to_string(),
            "Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: no-cors\r\n",
        ),
        (
            "OPTIONS",
            NEXT,
            own.to_string(),
            "Origin: http://evil.example\r\nAccess-Control-Request-Method: GET\r\n",
        ),
        ("GET", NEXT, rebound.clone(), ""),
        ("POST", answer.as_str(), rebound, ""),
    ];
    for (method, path, host, headers) in attempts {
        let mut page = Client::runtime(&emulator);
        page.write(format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\n{headers}Content-Length: 6\r\n\r\nforged"
        ));
        let reply = page.read();
        assert_eq!(reply.status, 403, "{method} {headers}");
        assert!(!reply.text().contains("secret"));
        assert_eq!(page.rest().unwrap(), b"", "the connection is closed");
    }
    assert_eq!(runtime.respond(&event, "true").status, 202);
    assert_eq!(pending.wait().unwrap().answer.text(), "true");
}

#[test]
fn a_target_with_an_authority_must_name_the_server_too() {
    let (emulator, api) = service(idle());
    let mut client = Client::to(api.address());
    let host = client.host();
    client.write(format!(
        "POST http://evil.example{INVOKE} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 2\r\n\r\n{{}}"
    ));
    assert_eq!(client.read().status, 403);
    assert_eq!(emulator.pid(), None);
}

#[test]
fn a_host_can_be_allowed() {
    let mut settings = echo("echo");
    settings.allowed_hosts = vec!["tunnel.example:8080".to_owned(), "proxy.example".to_owned()];
    let (_emulator, api) = service(settings);
    let call = |headers: &str| {
        let mut client = Client::to(api.address());
        client.write(format!(
            "POST {INVOKE} HTTP/1.1\r\n{headers}Content-Length: 1\r\n\r\n7"
        ));
        let reply = client.read();
        (reply.status, reply.text())
    };
    let taken = (200, "7".to_owned());
    assert_eq!(call("Host: tunnel.example:8080\r\n"), taken);
    assert_eq!(
        call("Host: proxy.example\r\nOrigin: http://proxy.example\r\n"),
        taken
    );
    for refused in [
        "tunnel.example",
        "tunnel.example:80",
        "proxy.example:8080",
        "other.example",
    ] {
        let (status, text) = call(&format!("Host: {refused}\r\n"));
        assert_eq!(status, 403, "{refused}");
        assert!(
            text.contains("tunnel.example:8080, proxy.example") && text.contains("--allow-host"),
            "{text}"
        );
    }
}

#[test]
fn an_address_that_was_bound_is_a_name_of_the_server() {
    let emulator = Arc::new(Emulator::start(echo("echo")).unwrap());
    let api = InvokeApi::start(Arc::clone(&emulator), (Ipv4Addr::UNSPECIFIED, 0).into()).unwrap();
    let port = api.address().port();
    for (host, status) in [
        ("127.0.0.1", 200),
        ("localhost", 200),
        ("0.0.0.0", 403),
        ("machine.example", 403),
    ] {
        let mut client = Client::to((Ipv4Addr::LOCALHOST, port).into());
        client.write(format!(
            "POST {INVOKE} HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Length: 1\r\n\r\n7"
        ));
        assert_eq!(client.read().status, status, "{host}");
    }
}
