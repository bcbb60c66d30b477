//! `lambda-emulator --watch`: a change, and the next event.

use crate::{
    command_line::{Folder, emulator},
    function::{ECHO, PATIENCE, eventually},
    http::Client,
};
use serde_json::{Value, json};
use std::{
    fs,
    io::{BufRead, BufReader, Write},
    net::SocketAddr,
    process::{Child, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
};

const PATH: &str = "/2015-03-31/functions/function/invocations";
const SHOW: &[u8] = br#"{"do":"show-environment"}"#;

/// A function whose code is `code/stage`, a line of shell.
struct Watched {
    folder: Folder,
    child: Child,
    log: Receiver<String>,
    address: SocketAddr,
}

impl Watched {
    fn new(options: impl FnOnce(&Folder) -> Vec<String>) -> Self {
        let folder = Folder::new();
        fs::create_dir(folder.path("code")).unwrap();
        folder.file("code/stage", "export STAGE=1");
        let script = format!(". '{}'; exec {ECHO}", folder.path("code/stage").display());
        let options = options(&folder);
        let mut arguments = vec!["--port", "0", "--timeout", "60", "--init-timeout", "60"];
        arguments.extend(options.iter().map(String::as_str));
        arguments.extend(["--", "/bin/sh", "-c", &script]);
        let mut child = emulator(&arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, log) = channel();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| sender.send(line)));
        let told = log.recv_timeout(PATIENCE).unwrap();
        let address = told
            .split("http://")
            .nth(1)
            .and_then(|rest| rest.split('/').next());
        let address = address.unwrap_or_else(|| panic!("{told}")).parse().unwrap();
        Watched {
            folder,
            child,
            log,
            address,
        }
    }

    fn with_build(command: &str) -> Self {
        Self::new(|folder| {
            let command = command.replace("FOLDER", folder.path("").to_str().unwrap());
            vec!["--watch".into(), watched(folder), "--build".into(), command]
        })
    }

    /// Waits for a line of the log that holds this.
    fn says(&self, part: &str) -> String {
        loop {
            let line = self.log.recv_timeout(PATIENCE).unwrap();
            if line.contains(part) {
                return line;
            }
        }
    }

    fn invoke(&self) -> Value {
        Client::to(self.address).call("POST", PATH, "", SHOW).json()
    }

    /// Waits for this stage: what is written in two steps may have been taken for two changes.
    fn runs(&self, stage: &str) {
        eventually("the new code runs", || self.stage() == stage);
    }

    fn stage(&self) -> Value {
        self.invoke()["variables"]["STAGE"].take()
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn watched(folder: &Folder) -> String {
    folder.path("code").to_str().unwrap().to_owned()
}

#[test]
fn an_event_after_a_change_is_answered_by_the_new_code() {
    let function = Watched::new(|folder| vec!["--watch".into(), watched(folder)]);
    assert_eq!(function.stage(), "1");
    for stage in ["2", "3"] {
        function
            .folder
            .file("code/stage", &format!("export STAGE={stage}"));
        function.runs(stage);
    }
}

#[test]
fn a_file_that_is_watched_may_be_replaced() {
    let function = Watched::new(|folder| vec!["--watch".into(), format!("{}/stage", watched(folder))]);
    for stage in ["2", "3"] {
        let unfinished = function
            .folder
            .file("code/another", &format!("export STAGE={stage}"));
        fs::rename(unfinished, function.folder.path("code/stage")).unwrap();
        function.runs(stage);
    }
}

#[test]
fn what_is_built_runs_and_what_fails_is_the_error_of_each_event() {
    let build = "if grep bad FOLDER/code/source; then echo line 7: bad >&2; exit 3; fi; \
                 cp FOLDER/code/source FOLDER/stage; ";
    let function = Watched::with_build(build);
    function.folder.file("code/source", "bad");
    function.says("line 7: bad");
    let error = function.invoke();
    assert_eq!(error["errorType"], "Emulator.BuildFailed");
    let message = error["errorMessage"].as_str().unwrap();
    assert!(
        message.ends_with("exit status: 3:\nbad\nline 7: bad"),
        "{message}"
    );
    assert_eq!(function.invoke(), error);
    function.folder.file("code/source", "good");
    function.says("the new code runs");
    function.runs("1");
    assert_eq!(fs::read_to_string(function.folder.path("stage")).unwrap(), "good");
}

#[test]
fn an_event_waits_for_the_build() {
    let function = Watched::with_build("echo building; until [ -e FOLDER/done ]; do sleep 0.01; done");
    function.folder.file("code/stage", "export STAGE=2");
    function.says("building");
    let done = function.folder.path("done");
    let finishing = thread::spawn(move || {
        thread::sleep(crate::function::SHORT);
        fs::write(done, "").unwrap();
    });
    assert_eq!(function.stage(), "2");
    finishing.join().unwrap();
}

#[test]
fn a_build_that_writes_where_it_is_watched_does_not_keep_events_waiting_for_ever() {
    let function = Watched::with_build("date >FOLDER/code/built");
    function.folder.file("code/stage", "export STAGE=2");
    function.runs("2");
}

#[test]
fn who_started_the_emulator_may_build() {
    let mut function = Watched::with_build("-");
    let mut asked = BufReader::new(function.child.stdout.take().unwrap()).lines();
    let mut answers = function.child.stdin.take().unwrap();
    let changed = function.folder.file("code/new", "");
    let request: Value = serde_json::from_str(&asked.next().unwrap().unwrap()).unwrap();
    assert_eq!(request, json!({ "changed": [changed] }));
    answers.write_all(b"{\"error\": \"not today\"}\n").unwrap();
    function.says("not today");
    assert_eq!(function.invoke()["errorMessage"], "not today");
    function.folder.file("code/stage", "export STAGE=2");
    asked.next().unwrap().unwrap();
    answers.write_all(b"{}\n").unwrap();
    function.runs("2");
    drop(answers);
    function.folder.file("code/stage", "export STAGE=3");
    function.says("nobody builds");
}

#[test]
fn what_is_not_there_cannot_be_watched() {
    let output = emulator(&["--port", "0", "--watch", "no/such", "--", ECHO])
        .output()
        .unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        told.contains("no/such: no such file or folder to watch"),
        "{told}"
    );
}
