//! Drawn Hosts, Origins and Sec-Fetch-Sites, and which of them are to be rejected.

use crate::generated::Draw;

/// A host and whether it is the server's own; `P` stands for its port.
const HOSTS: &[(&str, bool)] = &[
    ("localhost:P", true),
    ("LocalHost:P", true),
    ("127.0.0.1:P", true),
    ("127.8.9.200:P", true),
    ("[::1]:P", true),
    ("[0:0:0:0:0:0:0:1]:P", true),
    ("", false),
    ("localhost", false),
    ("127.0.0.1", false),
    ("[::1]", false),
    ("localhost:", false),
    ("localhost:+P", false),
    ("localhost:P:P", false),
    ("localhost:1", false),
    ("localhost:P@evil.example", false),
    ("user@localhost:P", false),
    ("localhost.evil.example:P", false),
    ("evil.example:P", false),
    ("evil.example", false),
    ("127.0.0.1.evil.example:P", false),
    ("127.1:P", false),
    ("0177.0.0.1:P", false),
    ("2130706433:P", false),
    ("128.0.0.1:P", false),
    ("0.0.0.0:P", false),
    ("192.168.1.1:P", false),
    ("[::2]:P", false),
    ("::1:P", false),
    ("[::1:P", false),
    ("127.0.0.1:P, localhost:P", false),
    ("127.0.0.1:P/", false),
];

const ORIGINS: &[&str] = &[
    "null",
    "http://evil.example",
    "http://evil.example:P",
    "https://127.0.0.1:P",
    "http://localhost:3000",
    "http://localhost",
    "file://",
    "",
];

/// Who a drawn request says it is for, and who sent it.
pub(super) struct Drawn {
    hosts: Vec<(String, bool)>,
    origins: Vec<(String, bool)>,
    sites: Vec<(&'static str, bool)>,
    version: &'static str,
}

impl Drawn {
    pub(super) fn new(draw: &mut Draw, port: u16) -> Self {
        let port = |text: &str| text.replace('P', &port.to_string());
        let count = if draw.chance(90) { 1 } else { draw.below(3) };
        let own: Vec<_> = HOSTS.iter().filter(|(_, own)| *own).collect();
        let hosts = (0..count).map(|_| match draw.chance(50) {
            true => *draw.one_of(&own),
            false => draw.one_of(HOSTS),
        });
        let hosts = hosts.map(|(host, own)| (port(host), own)).collect();
        let count = if draw.chance(60) { 0 } else { 1 + draw.below(2) };
        let origins = (0..count).map(|_| match draw.chance(50) {
            true => (format!("http://{}", port(draw.one_of(&own).0)), true),
            false => (port(draw.one_of(ORIGINS)), false),
        });
        let origins = origins.collect();
        let sites = [
            ("none", true),
            ("same-origin", true),
            ("same-site", false),
            ("cross-site", false),
        ];
        let sites = if draw.chance(70) {
            vec![]
        } else {
            vec![draw.one_of(&sites)]
        };
        Drawn {
            hosts,
            origins,
            sites,
            version: draw.one_of(&["1.1", "1.1", "1.0"]),
        }
    }

    pub(super) fn head(&self, draw: &mut Draw, method: &str, path: &str) -> String {
        let mut fields: Vec<String> = Vec::new();
        fields.extend(self.hosts.iter().map(|(host, _)| format!("Host: {host}\r\n")));
        fields.extend(
            self.origins
                .iter()
                .map(|(origin, _)| format!("oRIGIN: {origin}\r\n")),
        );
        fields.extend(
            self.sites
                .iter()
                .map(|(site, _)| format!("sec-fetch-site: {site}\r\n")),
        );
        // Their order means nothing.
        for index in (1..fields.len()).rev() {
            fields.swap(index, draw.below(index + 1));
        }
        format!(
            "{method} {path} HTTP/{}\r\n{}Content-Length: 2\r\n\r\n{{}}",
            self.version,
            fields.concat()
        )
    }

    /// `None` if it is to be taken.
    pub(super) fn refusal(&self, pages: bool) -> Option<u16> {
        let [(_, own)] = self.hosts.as_slice() else {
            return Some(400);
        };
        let from_page = !self.origins.is_empty() || !self.sites.is_empty();
        let from_own_page =
            self.origins.iter().all(|(_, own)| *own) && self.sites.iter().all(|(_, own)| *own);
        let taken = *own && (!from_page || pages && from_own_page);
        (!taken).then_some(403)
    }
}
