//! `lambda-emulator` as a server.

use crate::{
    command_line::emulator,
    function::{ECHO, eventually, runs},
    http::{Client, without_end},
};
use rustix::process::{Pid, Signal, kill_process};
use std::{
    io::{BufRead, BufReader},
    net::SocketAddr,
    process::{Child, ChildStderr, Stdio},
};

const PATH: &str = "/2015-03-31/functions/function/invocations";

pub(crate) struct Server {
    child: Child,
    lines: std::io::Lines<BufReader<ChildStderr>>,
    address: SocketAddr,
}

impl Server {
    /// Serves a function that tells its process id.
    fn start() -> Self {
        Self::with(&[], &format!("echo pid $$; exec {ECHO}"))
    }

    /// Serves a line of shell.
    pub(crate) fn with(options: &[&str], script: &str) -> Self {
        let patience = ["--port", "0", "--timeout", "60", "--init-timeout", "60"];
        let arguments = [&patience, options, &["--", "/bin/sh", "-c", script]].concat();
        let mut child = emulator(&arguments).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let told = lines.next().unwrap().unwrap();
        let address = told
            .split("http://")
            .nth(1)
            .and_then(|rest| rest.split('/').next());
        assert!(told.contains("; end it with Ctrl-C"), "{told}");
        Server {
            address: address.unwrap().parse().unwrap(),
            child,
            lines,
        }
    }

    /// What follows `begin` on the next line of the log that begins so.
    fn line(&mut self, begin: &str) -> String {
        let mut lines = self.lines.by_ref().map(Result::unwrap);
        let line = lines.find(|line| line.starts_with(begin));
        line.unwrap()[begin.len()..].to_owned()
    }

    /// Kills the server, and with it nothing else.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub(crate) fn invoke(&self, payload: &str) -> String {
        Client::to(self.address)
            .call("POST", PATH, "", payload.as_bytes())
            .text()
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    fn function(&mut self) -> u32 {
        self.line("pid ").parse().unwrap()
    }

    fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn it_serves_until_it_is_told_to_end_and_takes_the_function_with_it() {
    for signal in [Signal::TERM, Signal::INT, Signal::HUP] {
        let mut server = Server::start();
        for number in ["1", "2"] {
            assert_eq!(server.invoke(number), number);
        }
        let function = server.function();
        assert!(runs(function));
        server.signal(signal);
        assert_eq!(server.child.wait().unwrap().code(), Some(0), "{signal:?}");
        assert!(!runs(function));
    }
}

#[test]
fn a_function_does_not_outlive_a_server_that_was_killed() {
    let mut server = Server::start();
    assert_eq!(server.invoke("1"), "1");
    let function = server.function();
    server.signal(Signal::KILL);
    server.child.wait().unwrap();
    eventually("the function has ended", || !runs(function));
}

#[test]
fn a_port_that_is_taken_is_exit_code_2() {
    let server = Server::start();
    let port = server.address.port().to_string();
    let output = emulator(&["--port", &port, "--", ECHO]).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        told.contains(&format!("port {port} of 127.0.0.1 is taken")),
        "{told}"
    );
}

#[test]
fn a_chunk_extension_of_64_mib_costs_the_emulator_nothing() {
    // A process of its own, so that its memory is nobody else's.
    let mut server = Server::with(&[], "echo api $AWS_LAMBDA_RUNTIME_API; exec sleep 1000");
    let mut client = Client::to(server.address);
    client.send("POST", PATH, "X-Amz-Invocation-Type: Event\r\n", b"{}");
    assert_eq!(client.read().status, 202);
    let runtime_api: SocketAddr = server.line("api ").parse().unwrap();
    let resident = || {
        let status = std::fs::read_to_string(format!("/proc/{}/status", server.child.id())).unwrap();
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))
            .unwrap()
            .to_owned();
        line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
    };
    let answer = "POST /2018-06-01/runtime/invocation/none/response HTTP/1.1\r\nHost: HOST\r\n";
    let before = resident();
    for trailers in [false, true] {
        let part = if trailers { "0\r\na: " } else { "1;a=" };
        let begin = format!("{answer}Transfer-Encoding: chunked\r\n\r\n{part}");
        let reply = without_end(runtime_api, &begin, "a");
        assert_eq!(reply.status, if trailers { 431 } else { 413 });
    }
    let growth = resident().saturating_sub(before);
    assert!(growth < 16 << 20, "{growth} bytes");
}

#[test]
fn a_function_url_is_served_beside_the_invoke_api() {
    for mode in ["BUFFERED", "response_stream"] {
        let options = ["--url", "0", "--invoke-mode", mode];
        let mut server = Server::with(&options, &format!("exec {ECHO}"));
        let url = server.line("lambda-emulator: function URL on http://");
        let address: SocketAddr = url.trim_end_matches('/').parse().unwrap();
        let reply = Client::to(address).call("GET", "/path", "", b"");
        assert_eq!((reply.status, &reply.json()["rawPath"]), (200, &"/path".into()));
        assert_eq!(server.invoke("1"), "1");
    }
    let output = emulator(&["--invoke-mode", "BUFFERED", "--", ECHO])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2), "there is no URL to have a mode");
}
