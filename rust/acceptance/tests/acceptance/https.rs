//! HTTPS and reflection, which images of 2018 could not do: authorities baked in and given at run time,
//! elliptic curves without a native library, classes found by name.
//!
//! The server is `bench/https-server`, on loopback, under an authority of its own. `./build.sh verify https`
//! builds what this runs.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use acceptance::{Function, Target, for_targets, required_env, root};
use lambda_emulator::FunctionSettings;
use serde_json::{Value, json};

for_targets!(
    [jvm: Jvm Https, image: Image Https],
    [
        trusts_an_authority_given_as_pem,
        reads_a_body_of_a_mebibyte,
        rejects_an_unknown_authority,
        trusts_a_store_named_at_run_time,
        does_not_trust_the_test_authority_by_itself,
        trusts_the_authorities_of_the_jdk,
    ]
);
for_targets!([jvm_reflection: Jvm Https], [finds_a_class_by_its_name]);
for_targets!([image_reflection: Image Https], [names_a_class_that_the_metadata_leaves_out]);
for_targets!([jvm_sine: Jvm Sine, image_sine: Image Sine], [chains_ten_million_sines]);

/// The server, with what it writes in a folder of its own.
struct Server {
    process: Child,
    folder: PathBuf,
    /// Its certificate comes from the authority in the folder's `ca.pem`.
    port: u16,
    /// Its certificate comes from an authority that nobody knows.
    unknown_port: u16,
}

impl Server {
    fn start(target: Target, name: &str) -> Self {
        let folder = root().join(format!("target/acceptance/https/{:?}-{name}", target.machine));
        fs::create_dir_all(&folder).unwrap();
        let mut process = Command::new(root().join("target/bench/https-server"))
            .arg(&folder)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut ports = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut ports)
            .unwrap();
        let ports: Vec<u16> = ports
            .split_whitespace()
            .map(|port| port.parse().unwrap())
            .collect();
        let [port, unknown_port] = ports[..] else {
            panic!("the HTTPS server has not started: {:?}", process.wait())
        };
        Self {
            process,
            folder,
            port,
            unknown_port,
        }
    }

    /// Settings of a function that trusts its authority.
    fn trusted_by(&self, target: Target) -> FunctionSettings {
        let authority = self.folder.join("ca.pem");
        target
            .settings()
            .variable("TRUSTED_AUTHORITY", authority.to_str().unwrap())
    }

    /// An event that asks for so many bytes.
    fn event(&self, size: usize) -> String {
        event(self.port, size)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ended_before = self.process.kill();
        let _ended = self.process.wait();
    }
}

fn event(port: u16, size: usize) -> String {
    json!({"url": format!("https://localhost:{port}/bytes/{size}")}).to_string()
}

fn respond(function: &Function, event: &str) -> Value {
    serde_json::from_str(&function.respond_text(event)).unwrap()
}

/// Runs a command and returns what it prints.
fn output_of(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{command:?}: {text}");
    text
}

/// A tool of the JDK that the cases run on.
fn jdk_tool(name: &str) -> Command {
    Command::new(Path::new(&required_env("LIBHELLO_JAVA")).with_file_name(name))
}

/// The body of this size as the function describes it.
fn assert_body(server: &Server, response: &Value, size: usize) {
    assert_eq!(response["status"], 200, "{response}");
    assert_eq!(response["bytes"], size, "{response}");
    let body = server.folder.join("body");
    fs::write(&body, "x".repeat(size)).unwrap();
    let sums = output_of(Command::new("sha256sum").arg(&body));
    assert_eq!(response["body"].as_str(), sums.split(' ').next(), "{response}");
}

fn trusts_an_authority_given_as_pem(target: Target) {
    let server = Server::start(target, "pem");
    let response = respond(&Function::with(server.trusted_by(target)), &server.event(1024));
    assert_eq!(response["trustAnchors"], 1, "{response}");
    assert_eq!(response["version"], "HTTP_2", "{response}");
    assert_eq!(response["protocol"], "TLSv1.3", "{response}");
    assert_eq!(response["certificateKey"], "EC", "{response}");
    assert_eq!(response["keyExchange"], "X25519", "{response}");
    assert_body(&server, &response, 1024);
}

fn reads_a_body_of_a_mebibyte(target: Target) {
    let server = Server::start(target, "body");
    let function = Function::with(server.trusted_by(target));
    for _ in 0..3 {
        assert_body(&server, &respond(&function, &server.event(1 << 20)), 1 << 20);
    }
}

fn rejects_an_unknown_authority(target: Target) {
    let server = Server::start(target, "unknown");
    let function = Function::with(server.trusted_by(target));
    let (_, report) = function.fail(event(server.unknown_port, 1024).as_str());
    assert_eq!(report["errorType"], "javax.net.ssl.SSLHandshakeException");
    assert!(
        report.to_string().contains("PKIX path building failed"),
        "{report}"
    );
    // The same process still trusts the other one.
    assert_body(&server, &respond(&function, &server.event(16)), 16);
}

fn trusts_a_store_named_at_run_time(target: Target) {
    let server = Server::start(target, "store");
    let store = server.folder.join("authority.p12");
    let _none_before = fs::remove_file(&store);
    output_of(
        jdk_tool("keytool")
            .args(["-importcert", "-noprompt", "-alias", "authority", "-file"])
            .arg(server.folder.join("ca.pem"))
            .args(["-storetype", "PKCS12", "-storepass", "changeit", "-keystore"])
            .arg(&store),
    );
    let mut settings = target.settings();
    let properties = [
        format!("-Djavax.net.ssl.trustStore={}", store.display()),
        "-Djavax.net.ssl.trustStorePassword=changeit".to_owned(),
    ];
    settings.args.splice(..0, properties.map(Into::into));
    let response = respond(&Function::with(settings), &server.event(16));
    assert_eq!(response["trustAnchors"], 1, "{response}");
    assert_body(&server, &response, 16);
}

fn does_not_trust_the_test_authority_by_itself(target: Target) {
    let server = Server::start(target, "default");
    let (_, report) = Function::start(target).fail(server.event(16).as_str());
    assert_eq!(report["errorType"], "javax.net.ssl.SSLHandshakeException");
}

/// As many as the JDK's own tool counts.
fn trusts_the_authorities_of_the_jdk(target: Target) {
    let listed = output_of(jdk_tool("keytool").args(["-list", "-cacerts", "-storepass", "changeit"]));
    let count = listed.matches("trustedCertEntry").count();
    assert!(
        count >= 50,
        "this JDK trusts {count} authorities: no list to compare with"
    );
    assert_eq!(
        respond(&Function::start(target), "{}"),
        json!({ "trustAnchors": count })
    );
}

/// An event whose body is read by a class that no code refers to.
fn reflective_event(server: &Server) -> String {
    server.event(16).replace('}', r#", "reader": "FirstBytes"}"#)
}

fn finds_a_class_by_its_name(target: Target) {
    let server = Server::start(target, "reflection");
    let response = respond(
        &Function::with(server.trusted_by(target)),
        &reflective_event(&server),
    );
    assert_eq!(response["body"], "x".repeat(16), "{response}");
}

#[cfg_attr(
    not(feature = "images"),
    allow(dead_code, reason = "images alone leave classes out")
)]
fn names_a_class_that_the_metadata_leaves_out(target: Target) {
    let server = Server::start(target, "reflection");
    let function = Function::with(server.trusted_by(target));
    let (_, report) = function.fail(reflective_event(&server).as_str());
    assert_eq!(
        report["errorType"], "java.lang.ClassNotFoundException",
        "{report}"
    );
    assert!(
        report.to_string().contains("io.github.libhello.bench.FirstBytes"),
        "{report}"
    );
}

fn chains_ten_million_sines(target: Target) {
    let response = respond(&Function::start(target), r#"{"iterations": 10000000, "x": 0.5}"#);
    assert_eq!(response["iterations"], 10_000_000, "{response}");
    let x = response["x"].as_f64().unwrap();
    assert!((5.477e-4..5.478e-4).contains(&x), "{response}");
}
