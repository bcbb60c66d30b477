//! `invoke`: where events come from, how answers are printed, and functions elsewhere.

use crate::{
    command_line::{Folder, emulator},
    function::{ECHO, json},
    functions::Served,
    serve::Server,
};
use std::{
    io::{Read, Write},
    net::TcpListener,
    process::Output,
    sync::Arc,
    thread,
};
use tokio_rustls::rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};

/// Exit code, standard output, standard error.
type Told = (Option<i32>, String, String);

fn told(output: Output) -> Told {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn invoke(options: &[&str]) -> Told {
    told(emulator(&[&["invoke"], options].concat()).output().unwrap())
}

fn serve(options: &[&str], trick: &str) -> (Server, String) {
    let server = Server::with(options, &format!("exec {ECHO} {trick}"));
    let port = server.port().to_string();
    (server, port)
}

#[test]
fn an_event_comes_from_the_command_line_a_file_or_the_examples() {
    let (_server, port) = serve(&[], "echo");
    let folder = Folder::new();
    let file = folder.file("event.json", "[3]");
    let example = |name: &str| lambda_emulator::example(name).unwrap().event.to_owned();
    for (options, expected) in [
        (&["--data", "{\"k\": 1}"][..], "{\"k\": 1}".to_owned()),
        (&["function", "-d", "[2]"], "[2]".to_owned()),
        (&["--data-file", &file], "[3]".to_owned()),
        (&["--event", &file], "[3]".to_owned()),
        (&["--data-example", "sqs"], example("sqs")),
        (&["--stream", "--data-example", "apigw-v2"], example("apigw-v2")),
    ] {
        let told = invoke(&[&["--port", &port], options].concat());
        assert_eq!(told, (Some(0), expected, String::new()), "{options:?}");
    }
    for (options, told) in [
        (
            &["--data", "tea"][..],
            "an event is JSON, so put a text in double quotes",
        ),
        (
            &["--data-example", "tea"],
            "there is no example \"tea\"; --list-examples shows all",
        ),
        (
            &["--data-file", "no-such.json"],
            "event file no-such.json: No such file",
        ),
        (
            &["orders", "--data", "1"],
            "404 Not Found, ResourceNotFoundException: Function not found: arn:aws:lambda",
        ),
        (&["--data", "1", "--data-example", "sqs"], "cannot be used with"),
    ] {
        let (code, printed, said) = invoke(&[&["--port", &port], options].concat());
        assert_eq!((code, printed.as_str()), (Some(2), ""), "{said}");
        assert!(said.contains(told), "{said}");
    }
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let (code, _, said) = invoke(&["--port", &port.to_string(), "--data", "1"]);
    assert_eq!(code, Some(2));
    assert!(
        said.contains(&format!("nothing serves a function on 127.0.0.1:{port}")),
        "{said}"
    );
}

#[test]
fn examples_are_listed_with_their_class() {
    let listed = told(emulator(&["--list-examples"]).output().unwrap());
    assert_eq!(listed, invoke(&["--list-examples"]));
    assert_eq!((listed.0, listed.2.as_str()), (Some(0), ""));
    let lines: Vec<Vec<&str>> = listed
        .1
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    assert_eq!(lines.len(), lambda_emulator::examples().len());
    assert!(
        lines.contains(&vec!["sqs", "SQSEvent", "Queue", "of", "SQS"]),
        "{}",
        listed.1
    );
}

#[test]
fn for_people_there_are_the_log_the_figures_and_the_stack() {
    let (_server, port) = serve(&["--memory", "256"], "talk");
    let readable = |options: &[&str]| invoke(&[&["--port", &port, "--form", "readable"], options].concat());
    let (code, printed, said) = readable(&["--data", r#"{"do":"log","out":"to out","err":"to err"}"#]);
    assert_eq!(code, Some(0));
    assert!(printed.starts_with("{\n  \"do\": \"log\","), "{printed}");
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines[..3], ["  | hello from init", "  | to out", "  | to err"]);
    assert!(
        lines[3].starts_with("ran ") && lines[3].contains(" after an init of "),
        "{said}"
    );
    assert!(lines[3].ends_with(" MB of 256 MB"), "{said}");
    let (code, printed, said) = readable(&["--data", r#"{"do":"fail","type":"Function.Asked"}"#]);
    assert_eq!((code, printed.as_str()), (Some(1), ""));
    assert!(said.contains("function error: Asked: as asked\n"), "{said}");
    let (code, printed, said) =
        readable(&["--stream", "--data", r#"{"do":"stream","error":"Function.Late"}"#]);
    assert_eq!((code, printed.as_str()), (Some(1), "first second"));
    assert!(said.contains("function error: late\n"), "{said}");
    assert!(said.contains("\nran "), "{said}");
}

#[test]
fn a_function_url_is_asked_by_http() {
    let served = Served::start(
        "[function.echo]\ncommand = 'bin/echo-function'\ntimeout = 60\ninit-timeout = 60\nurl = true",
        2,
    );
    let url = format!("http://{}/urls/echo/a?b=c", served.address);
    let (code, printed, said) = invoke(&["--endpoint", &url, "--data", "[1]"]);
    assert_eq!(code, Some(0), "{said}");
    let event = json(printed.as_bytes());
    assert_eq!((&event["rawPath"], &event["body"]), (&"/a".into(), &"[1]".into()));
    assert_eq!(event["requestContext"]["http"]["method"], "POST");
    let api = format!("http://{}", served.address);
    let (code, printed, _) = invoke(&["echo", "--endpoint", &api, "--data", "[1]"]);
    assert_eq!((code, printed.as_str()), (Some(0), "[1]"));
    let (code, _, said) = invoke(&["--endpoint", "localhost:1", "--data", "1"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("write http://HOST:PORT"), "{said}");
}

/// Answers one request by TLS with this, and gives the request.
fn secured(answer: &'static str) -> (u16, thread::JoinHandle<String>) {
    let certificate = CertificateDer::from_pem_slice(include_bytes!("tls/certificate.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("tls/key.pem")).unwrap();
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let served = thread::spawn(move || {
        let connection = ServerConnection::new(Arc::new(config)).unwrap();
        let mut stream = StreamOwned::new(connection, listener.accept().unwrap().0);
        let mut request = vec![0; 4096];
        let mut length = 0;
        while !request[..length].ends_with(b"[7]") {
            match stream.read(&mut request[length..]) {
                Ok(read) if read > 0 => length += read,
                // The client did not like the certificate.
                _ => return String::new(),
            }
        }
        stream.write_all(answer.as_bytes()).unwrap();
        stream.conn.send_close_notify();
        let _ = stream.flush();
        String::from_utf8(request[..length].to_vec()).unwrap()
    });
    (port, served)
}

#[test]
fn a_deployed_function_is_asked_by_tls_if_its_certificate_is_trusted() {
    let trusted = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli/tls/certificate.pem");
    let ask = |port: u16, trusted: &str| {
        let url = format!("https://localhost:{port}/orders");
        let mut command = emulator(&["invoke", "--endpoint", &url, "--data", "[7]"]);
        told(command.env("SSL_CERT_FILE", trusted).output().unwrap())
    };
    let (port, served) = secured("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n[7,8]");
    assert_eq!(ask(port, trusted), (Some(0), "[7,8]".to_owned(), String::new()));
    let request = served.join().unwrap();
    assert!(request.starts_with("POST /orders HTTP/1.1\r\n"), "{request}");
    assert!(
        request
            .to_ascii_lowercase()
            .contains(&format!("host: localhost:{port}\r\n")),
        "{request}"
    );

    let (port, served) =
        secured("HTTP/1.1 403 Forbidden\r\nContent-Length: 23\r\n\r\n{\"Message\":\"Forbidden\"}");
    let (code, printed, said) = ask(port, trusted);
    assert_eq!((code, printed.as_str()), (Some(1), ""));
    assert!(
        said.contains("403 Forbidden") && said.contains("AWS_IAM asks for a signature"),
        "{said}"
    );
    served.join().unwrap();

    let (port, served) = secured("");
    let mut command = emulator(&[
        "invoke",
        "--endpoint",
        &format!("https://localhost:{port}/"),
        "--data",
        "[7]",
    ]);
    let (code, _, said) = told(command.env_remove("SSL_CERT_FILE").output().unwrap());
    assert_eq!(code, Some(2));
    assert!(
        said.contains(&format!("no TLS with localhost:{port}: invalid peer certificate")),
        "{said}"
    );
    assert_eq!(served.join().unwrap(), "");
}
