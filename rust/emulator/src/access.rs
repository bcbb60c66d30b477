//! Whose requests a server takes: those that name it by an address of this machine, and that no foreign web
//! page made.
//!
//! A web page can send requests to every port of the machine that its reader sits at. Its browser gives it
//! away by `Origin` and `Sec-Fetch-Site`; and where DNS rebinding makes the page and the server one origin,
//! by the name in `Host`, which is the page's. Other programs of this machine are not kept out: they can
//! write any header.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

/// Which clients a server is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Clients {
    /// Functions, of which none is a browser: whatever only browsers send is refused.
    Functions,
    /// Whoever invokes a function, which a page of the server's own origin may do.
    Invokers,
}

/// Why a request is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Denied {
    #[error("the request has no Host header, or more than one; send one that names {0}")]
    NoSingleHost(String),
    #[error(
        "the request is for the host `{host}`, and this server is only there for {expected}; send it to one of those{hint}"
    )]
    ForeignHost {
        host: String,
        expected: String,
        hint: &'static str,
    },
    #[error(
        "the request comes from a web page ({header}: {value}), which may not use this server; send it from a program"
    )]
    WebPage { header: &'static str, value: String },
}

impl Denied {
    /// 400 where HTTP itself is broken, 403 otherwise.
    pub(crate) fn status(&self) -> u16 {
        match self {
            Denied::NoSingleHost(_) => 400,
            _ => 403,
        }
    }
}

/// The rules of one connection.
#[derive(Debug)]
pub(crate) struct Access<'a> {
    pub(crate) clients: Clients,
    /// The server's end of the connection.
    pub(crate) address: SocketAddr,
    /// Further hosts, with their ports if those are not the default.
    pub(crate) allowed_hosts: &'a [String],
}

impl Access<'_> {
    /// Checks one request. `values` gives all values of a header; `authority` is that of the request's
    /// target, if it has one.
    pub(crate) fn check<'a>(
        &self,
        values: impl Fn(&'static str) -> Vec<&'a str>,
        authority: Option<&str>,
    ) -> Result<(), Denied> {
        let hosts = values("Host");
        let [host] = hosts.as_slice() else {
            return Err(Denied::NoSingleHost(self.expected()));
        };
        for host in [*host].into_iter().chain(authority) {
            if !self.is_own(host) {
                return Err(self.foreign(host));
            }
        }
        for origin in values("Origin") {
            let own = origin
                .strip_prefix("http://")
                .is_some_and(|host| self.is_own(host));
            if self.clients == Clients::Functions || !own {
                return Err(web_page("Origin", origin));
            }
        }
        for site in values("Sec-Fetch-Site") {
            let own = ["same-origin", "none"].contains(&site);
            if self.clients == Clients::Functions || !own {
                return Err(web_page("Sec-Fetch-Site", site));
            }
        }
        Ok(())
    }

    fn foreign(&self, host: &str) -> Denied {
        Denied::ForeignHost {
            host: shortened(host),
            expected: self.expected(),
            hint: match self.clients {
                Clients::Functions => "",
                Clients::Invokers => ", or start the emulator with --allow-host and the name",
            },
        }
    }

    /// Whether `host` is the server's own name with its own port, or was allowed.
    fn is_own(&self, host: &str) -> bool {
        if self
            .allowed_hosts
            .iter()
            .any(|allowed| allowed.eq_ignore_ascii_case(host))
        {
            return true;
        }
        let (name, port) = match host.rsplit_once(':') {
            // The colons of an IPv6 address stand in brackets.
            Some((name, port)) if !port.ends_with(']') => (name, port),
            _ => (host, "80"),
        };
        let digits = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
        digits && port.parse() == Ok(self.address.port()) && self.is_own_name(name)
    }

    fn is_own_name(&self, name: &str) -> bool {
        if name.eq_ignore_ascii_case("localhost") {
            return true;
        }
        if let Ok(address) = name.parse::<Ipv4Addr>() {
            return address.is_loopback() || self.address.ip() == address;
        }
        let address = name
            .strip_prefix('[')
            .and_then(|name| name.strip_suffix(']'))
            .and_then(|name| name.parse::<Ipv6Addr>().ok());
        address.is_some_and(|address| address.is_loopback() || self.address.ip() == address)
    }

    fn expected(&self) -> String {
        let port = self.address.port();
        let mut expected = vec![format!("localhost:{port}"), format!("127.0.0.1:{port}")];
        if !self.address.ip().is_loopback() {
            expected.push(self.address.to_string());
        }
        expected.extend(self.allowed_hosts.iter().cloned());
        expected.join(", ")
    }
}

fn web_page(header: &'static str, value: &str) -> Denied {
    Denied::WebPage {
        header,
        value: shortened(value),
    }
}

/// A header can be long, and a message need not.
fn shortened(value: &str) -> String {
    value.chars().take(100).collect()
}
