//! A reader of the server-sent events.

use crate::{function::json, http::Client};
use serde_json::Value;
use std::net::SocketAddr;

pub(super) struct Watcher {
    client: Client,
    text: Vec<u8>,
}

impl Watcher {
    pub(super) fn new(address: SocketAddr) -> Self {
        let mut client = Client::to(address);
        client.send("GET", "/console/api/changes", "", b"");
        let head = client.head();
        assert_eq!(head.status, 200);
        assert_eq!(head.header("Content-Type").unwrap(), "text/event-stream");
        Watcher {
            client,
            text: Vec::new(),
        }
    }

    /// The next message.
    pub(super) fn next(&mut self) -> Value {
        loop {
            if let Some(end) = self.text.windows(2).position(|window| window == b"\n\n") {
                let message: Vec<_> = self.text.drain(..end + 2).collect();
                if let Some(data) = message.strip_prefix(b"event: changes\ndata: ") {
                    return json(data);
                }
                continue;
            }
            self.text.extend(self.client.chunk());
        }
    }

    /// The invocations of the next message.
    pub(super) fn invocations(&mut self) -> Vec<Value> {
        let message = self.next();
        let functions = message["functions"].as_array().unwrap().iter();
        functions
            .flat_map(|function| function["invocations"].as_array().unwrap().clone())
            .collect()
    }

    /// The last invocation that there was.
    pub(super) fn last(mut self) -> Value {
        self.invocations().pop().unwrap()
    }

    /// Reads on until the function is in this state.
    pub(super) fn until(&mut self, state: &str) -> Value {
        loop {
            let function = self.next()["functions"][0]["function"].clone();
            if function["state"] == state {
                return function;
            }
        }
    }
}
