//! Who may use the console: every way in that a page of another origin has, as seen on the wire.

use super::{OWN, SEND, Watched};
use crate::{
    function::echo,
    http::{Client, Reply},
};

const CHANGES: &str = "/console/api/changes";
const KILL: &str = "/console/api/functions/function/kill";

/// Sends a request with these headers, in which `HOST` is the server's own.
fn request(watched: &Watched, method: &str, path: &str, headers: &str) -> Reply {
    let mut client = Client::to(watched.api.address());
    let headers = headers.replace("HOST", &client.host());
    client.write(format!(
        "{method} {path} HTTP/1.1\r\n{headers}Content-Length: 2\r\n\r\n{{}}"
    ));
    client.read()
}

#[test]
fn a_page_of_another_origin_sees_nothing_and_changes_nothing() {
    let watched = Watched::new(echo("echo"));
    watched.invoke(r#"{"secret":1}"#);
    let pid = watched.emulator.pid();
    let record = format!("{SEND}/1");
    let rebound = format!("Host: evil.example:{}\r\n", watched.api.address().port());
    let foreign = "Host: HOST\r\nOrigin: http://evil.example\r\n";
    let cross_site = "Host: HOST\r\nSec-Fetch-Site: cross-site\r\n";
    let attempts = [
        // DNS rebinding: for the browser, the page and the server are of one origin.
        ("GET", "/", rebound.clone()),
        ("GET", CHANGES, rebound.clone()),
        (
            "GET",
            record.as_str(),
            format!("{rebound}Sec-Fetch-Site: same-origin\r\n"),
        ),
        ("POST", SEND, format!("{rebound}{OWN}")),
        (
            "POST",
            KILL,
            format!("{rebound}{OWN}Sec-Fetch-Site: same-origin\r\n"),
        ),
        // EventSource, which sends no preflight.
        (
            "GET",
            CHANGES,
            format!(
                "{foreign}Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: cors\r\nAccept: text/event-stream\r\n"
            ),
        ),
        ("GET", CHANGES, foreign.to_owned()),
        ("GET", CHANGES, format!("{cross_site}Sec-Fetch-Mode: no-cors\r\n")),
        // A form's POST, of an old browser too, and of a page without an origin.
        (
            "POST",
            SEND,
            format!("{foreign}Sec-Fetch-Site: cross-site\r\nContent-Type: text/plain\r\n"),
        ),
        (
            "POST",
            SEND,
            format!("{foreign}Content-Type: application/x-www-form-urlencoded\r\n"),
        ),
        ("POST", KILL, "Host: HOST\r\nOrigin: null\r\n".to_owned()),
        (
            "POST",
            KILL,
            "Host: HOST\r\nContent-Type: text/plain\r\n".to_owned(),
        ),
        // Another port of this machine is another origin, but the same site.
        (
            "POST",
            KILL,
            format!("Host: HOST\r\nOrigin: http://127.0.0.1:3000\r\nSec-Fetch-Site: same-site\r\n{OWN}"),
        ),
        (
            "GET",
            record.as_str(),
            "Host: HOST\r\nSec-Fetch-Site: same-site\r\nSec-Fetch-Mode: no-cors\r\n".to_owned(),
        ),
        // A script with the header has to ask first, and is not told that it may.
        (
            "OPTIONS",
            KILL,
            format!(
                "{foreign}Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: lambda-emulator-console\r\n"
            ),
        ),
        ("POST", KILL, format!("{foreign}{OWN}")),
        // A frame, an image, a script.
        (
            "GET",
            "/",
            format!("{cross_site}Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n"),
        ),
        (
            "GET",
            record.as_str(),
            format!("{cross_site}Sec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: script\r\n"),
        ),
        // A link and a form that leads away from its page, to anything but the page of the console.
        (
            "GET",
            record.as_str(),
            format!("{cross_site}Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n"),
        ),
        (
            "POST",
            SEND,
            format!("{cross_site}Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n{OWN}"),
        ),
    ];
    for (method, path, headers) in attempts {
        let reply = request(&watched, method, path, &headers);
        assert_eq!(reply.status, 403, "{method} {path} {headers}");
        assert!(!reply.text().contains("secret"));
        assert_eq!(reply.header("Access-Control-Allow-Origin"), None);
    }
    assert_eq!(watched.emulator.pid(), pid);
    assert_eq!(watched.watch().last()["number"], 1, "none of them sent an event");
}

#[test]
fn the_page_itself_a_program_and_a_link_get_through() {
    let watched = Watched::new(echo("echo"));
    let own = "Host: HOST\r\nOrigin: http://HOST\r\nSec-Fetch-Site: same-origin\r\n";
    assert_eq!(
        request(&watched, "POST", SEND, &format!("{own}{OWN}")).status,
        202
    );
    assert_eq!(
        request(&watched, "POST", SEND, &format!("Host: HOST\r\n{OWN}")).status,
        202
    );
    let link = "Host: HOST\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n";
    assert_eq!(request(&watched, "GET", "/", link).status, 200);
    assert_eq!(
        request(&watched, "POST", SEND, own).status,
        403,
        "without the header"
    );
    assert_eq!(request(&watched, "PUT", SEND, own).status, 405);
    assert_eq!(
        request(&watched, "GET", "/console/../../etc/passwd", own).status,
        404
    );
}

#[test]
fn every_reply_keeps_foreign_code_and_frames_out() {
    let watched = Watched::new(echo("echo"));
    for path in ["/", "/console/none", "/console/api/functions/function/log"] {
        let reply = watched.get(path);
        let policy = reply.header("Content-Security-Policy").unwrap();
        for part in [
            "default-src 'none'",
            "script-src 'self'",
            "frame-ancestors 'none'",
            "form-action 'none'",
        ] {
            assert!(policy.contains(part), "{policy}");
        }
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(reply.header("X-Content-Type-Options").unwrap(), "nosniff");
        assert_eq!(
            reply.header("Cross-Origin-Resource-Policy").unwrap(),
            "same-origin"
        );
        assert_eq!(reply.header("Cache-Control").unwrap(), "no-store");
    }
}

#[test]
fn pages_that_watch_are_bounded_and_make_room_when_they_are_closed() {
    let watched = Watched::new(echo("echo"));
    let watchers: Vec<_> = (0..lambda_emulator::bounds::MAX_WATCHERS)
        .map(|_| watched.watch())
        .collect();
    assert_eq!(watched.get(CHANGES).status, 503);
    drop(watchers);
    crate::function::eventually("there is room again", || {
        let mut client = Client::to(watched.api.address());
        client.send("GET", CHANGES, "", b"");
        client.head().status == 200
    });
}
