//! Log descriptors as a platform may pass them: a socket for framed records, a stderr that nobody reads.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use acceptance::{Function, Target, for_each_target};
use lambda_emulator::{Answer, CallKind, FunctionSettings, Misbehaviour};
use std::io::Read;
use std::net::TcpListener;

for_each_target!(writes_frames_to_a_socket, goes_on_while_nobody_reads_its_log);

/// The function, started by a shell that has done this before.
fn after(target: Target, preparation: &str) -> FunctionSettings {
    let (command, arguments) = target.command(None);
    let mut settings = target.settings();
    settings.command = "/bin/bash".into();
    settings.args = ["-c", &format!("{preparation}; exec \"$0\" \"$@\"")]
        .map(Into::into)
        .into();
    settings.args.push(command.into());
    settings.args.extend(arguments);
    settings
}

fn writes_frames_to_a_socket(target: Target) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let settings = after(target, &format!("exec 3<>/dev/tcp/127.0.0.1/{port}"));
    let function = Function::with(settings.variable("_LAMBDA_TELEMETRY_LOG_FD", "3"));
    function.misbehave(CallKind::Response, Misbehaviour::status(400));
    let answer = function.completion("\"rejected\"").answer;
    assert!(matches!(answer, Answer::Refused(_)), "{answer:?}");

    let (mut socket, _) = listener.accept().unwrap();
    let mut head = [0; 16];
    socket.read_exact(&mut head).unwrap();
    assert_eq!(head[..3], [0xa5, 0x5a, 0x00]);
    let length = u32::from_be_bytes(head[4..8].try_into().unwrap());
    let mut record = vec![0; length as usize];
    socket.read_exact(&mut record).unwrap();
    let record = String::from_utf8(record).unwrap();
    assert!(record.contains("rejected the response"), "{record}");
    function.goes_on();
}

/// What the library itself has to log, once the log is full, must not keep the loop from going on.
fn goes_on_while_nobody_reads_its_log(target: Target) {
    let pipe = "pipe=$(mktemp -u) && mkfifo \"$pipe\" && exec 2<>\"$pipe\" && rm \"$pipe\"";
    let fill = "timeout 1 cat /dev/zero >&2";
    let function = Function::with(after(target, &format!("{pipe}; {fill}")));
    for _ in 0..3 {
        function.misbehave(CallKind::Response, Misbehaviour::status(400));
        let answer = function.completion("\"rejected\"").answer;
        assert!(matches!(answer, Answer::Refused(_)), "{answer:?}");
        function.goes_on();
    }
}
