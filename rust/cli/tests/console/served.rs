//! A served function and a browser with its console.

use crate::{
    ECHO,
    browser::{Browser, DESK},
    http::Client,
};
use std::{
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
};

/// A server with a function, and a browser that shows its console.
pub(crate) struct Served {
    pub(crate) browser: Browser,
    emulator: Child,
    address: SocketAddr,
    name: &'static str,
}

impl Served {
    /// Serves the emulator's own function.
    pub(crate) fn echo() -> Self {
        Self::with("echo", DESK, &[ECHO.to_owned()])
    }

    /// Serves the k-means function.
    pub(crate) fn k_means() -> Self {
        Self::with("k-means", DESK, &k_means_command())
    }

    pub(crate) fn with(name: &'static str, size: (u32, u32), function: &[String]) -> Self {
        Self::opened(name, size, serve(name, 0, function))
    }

    /// Serves the functions of a file, and invokes the one of this name.
    pub(crate) fn file(name: &'static str, file: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lambda-emulator"));
        command.args(["--port", "0", "--functions"]).arg(file);
        Self::opened(name, DESK, started(command))
    }

    fn opened(name: &'static str, size: (u32, u32), (emulator, address): (Child, SocketAddr)) -> Self {
        let browser = Browser::start(size);
        let served = Served {
            browser,
            emulator,
            address,
            name,
        };
        served.open("");
        served
    }

    /// Opens the console at this place of it.
    pub(crate) fn open(&self, place: &str) {
        self.browser.open(&format!("http://{}/{place}", self.address));
        self.browser.until_text("#connection", "live");
    }

    /// Invokes the function as any client does.
    pub(crate) fn invoke(&self, event: &str) -> String {
        self.invoke_other(self.name, event)
    }

    pub(crate) fn invoke_other(&self, name: &str, event: &str) -> String {
        let path = format!("/2015-03-31/functions/{name}/invocations");
        self.client().call("POST", &path, "", event.as_bytes()).text()
    }

    /// A connection to the server.
    pub(crate) fn client(&self) -> Client {
        Client::to(self.address)
    }

    /// Ends the server, as Ctrl-C would not.
    pub(crate) fn end_server(&mut self) {
        self.emulator.kill().unwrap();
        self.emulator.wait().unwrap();
    }

    /// Serves the same function on the same port once more.
    pub(crate) fn serve_again(&mut self, function: &[String]) {
        (self.emulator, _) = serve(self.name, self.address.port(), function);
    }

    /// Holds that nothing went wrong within the page.
    pub(crate) fn without_complaints(&self) {
        assert_eq!(self.browser.complaints(), Vec::<String>::new());
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.emulator.kill();
        let _ = self.emulator.wait();
    }
}

fn serve(name: &str, port: u16, function: &[String]) -> (Child, SocketAddr) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lambda-emulator"));
    command.args(["--port", &port.to_string(), "--name", name, "--memory", "256"]);
    command.args(["--timeout", "60", "--init-timeout", "60", "--"]);
    command.args(function);
    started(command)
}

fn started(mut command: Command) -> (Child, SocketAddr) {
    command.stdin(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap())
        .lines()
        .map(Result::unwrap);
    let told = lines
        .find(|line| line.contains("console on http://"))
        .expect("no console");
    let address = told
        .split("http://")
        .nth(1)
        .unwrap()
        .trim_end_matches('/')
        .parse()
        .unwrap();
    // The function's log must find a reader.
    thread::spawn(move || lines.for_each(drop));
    (child, address)
}

/// The command of the k-means function.
pub(crate) fn k_means_command() -> Vec<String> {
    let command = std::env::var("LIBHELLO_K_MEANS").expect("LIBHELLO_K_MEANS is the command of k-means");
    command.split('\n').map(str::to_owned).collect()
}

/// A shipped event of the k-means function.
pub(crate) fn event(name: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../events");
    std::fs::read_to_string(format!("{folder}/{name}.json")).unwrap()
}
