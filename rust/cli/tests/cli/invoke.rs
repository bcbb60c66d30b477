//! `invoke`: pieces as they come, and exit codes.

use crate::{command_line::emulator, function::ECHO, serve::Server};
use std::{
    io::{Read, Write},
    process::{Child, Output, Stdio},
};

fn start(server: &Server, options: &[&str], event: &str) -> Child {
    let port = server.port().to_string();
    let mut child = emulator(&[&["invoke", "--port", &port], options].concat())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(event.as_bytes()).unwrap();
    child
}

fn invoke(server: &Server, options: &[&str], event: &str) -> (Option<i32>, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = start(server, options, event).wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code(), text(stdout), text(stderr))
}

#[test]
fn a_response_is_printed_and_an_error_is_exit_code_1() {
    let server = Server::with(&[], &format!("exec {ECHO}"));
    for options in [&["--stream"][..], &[]] {
        let told = invoke(&server, options, r#"{"do":"stream"}"#);
        assert_eq!(told, (Some(0), "first second".to_owned(), String::new()));
        assert_eq!(invoke(&server, options, "[1]").1, "[1]");
        let (code, printed, told) = invoke(&server, options, r#"{"do":"fail","type":"Function.Asked"}"#);
        assert_eq!((code, printed.as_str()), (Some(1), ""));
        assert!(told.contains(r#""errorType":"Asked""#), "{told}");
        let (code, _, told) = invoke(&server, options, "not JSON");
        assert_eq!(code, Some(2));
        assert!(told.contains("400 Bad Request"), "{told}");
    }
    let late = r#"{"do":"stream","error":"Function.Late"}"#;
    let (code, printed, told) = invoke(&server, &["--stream"], late);
    assert_eq!((code, printed.as_str()), (Some(1), "first second"));
    assert_eq!(told, "Unhandled: {\"errorMessage\":\"late\"}\n");
    let (code, _, told) = invoke(&server, &["--name", "other"], "1");
    assert_eq!(code, Some(2));
    assert!(told.contains("Function not found"), "{told}");
}

#[test]
fn a_piece_is_printed_before_the_next_is_made() {
    // A function of shell: it sends its second piece when a line has come into the pipe.
    let folder = std::env::temp_dir().join(format!("invoke-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let go = folder.join("go");
    let script = format!(
        r#"api=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation
        id=$(curl -sS -D - -o /dev/null $api/next | tr -d '\r' | sed -n 's/^Lambda-Runtime-Aws-Request-Id: //p')
        {{ printf one; while [ ! -e {go} ]; do sleep 0.02; done; printf two; }} |
          curl -sS -N -T - -X POST -H 'Lambda-Runtime-Function-Response-Mode: streaming' $api/$id/response
        exec sleep 1000"#,
        go = go.display()
    );
    let server = Server::with(&[], &script);
    let mut child = start(&server, &["--stream"], "{}");
    let mut output = child.stdout.take().unwrap();
    let mut piece = [0; 3];
    output.read_exact(&mut piece).unwrap();
    assert_eq!(&piece, b"one");
    std::fs::write(&go, "").unwrap();
    let mut rest = String::new();
    output.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "two");
    assert_eq!(child.wait().unwrap().code(), Some(0));
    std::fs::remove_dir_all(folder).unwrap();
}
