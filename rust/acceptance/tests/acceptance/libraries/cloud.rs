//! AWS's SDK against moto, with a serializer of the user's own and Logback.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use acceptance::{Function, Target, required_env};

use super::settings;

acceptance::for_targets!(
    [jvm: Jvm Cloud, image: Image Cloud],
    [
        stores_in_dynamodb,
        archives_in_s3,
        reports_what_a_service_rejects,
    ]
);

/// Moto's server: an account of its own for each case.
struct Account {
    process: Child,
    address: String,
}

impl Account {
    fn open() -> Self {
        let mut process = Command::new(required_env("LIBHELLO_MOTO"))
            .args(["-H", "127.0.0.1", "-p", "0"])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stderr.take().unwrap()).lines();
        let address = lines
            .find_map(|line| {
                let line = line.unwrap();
                line.find("http://127.0.0.1:")
                    .map(|at| line[at..].trim().to_owned())
            })
            .expect("moto says where it listens");
        // It must not wait for a reader of what it logs.
        std::thread::spawn(move || lines.for_each(drop));
        Self { process, address }
    }

    fn start(&self, target: Target, handler: &str) -> Function {
        let settings = settings(target, handler)
            .variable("AWS_ENDPOINT_URL", &self.address)
            .variable("AWS_ACCESS_KEY_ID", "testing")
            .variable("AWS_SECRET_ACCESS_KEY", "testing");
        Function::with(settings)
    }
}

impl Drop for Account {
    fn drop(&mut self) {
        let _ended_before = self.process.kill();
        let _ended = self.process.wait();
    }
}

fn stores_in_dynamodb(target: Target) {
    let account = Account::open();
    let function = account.start(target, "orders.Stores");
    let creation = r#"{"order_id":"none","item_count":-1,"item_names":[]}"#;
    assert_eq!(function.respond_text(creation), creation);
    for count in 1..4 {
        let order = format!(r#"{{"order_id":"17","item_count":{count},"item_names":["é"]}}"#);
        assert_eq!(function.respond_text(order.as_str()), order);
    }
    function.wait_for_log("INFO  Stores - stored 17");
}

fn archives_in_s3(target: Target) {
    let account = Account::open();
    let function = account.start(target, "orders.Archives");
    let order = r#"{"order_id":"17","item_count":2,"item_names":["a","é"]}"#;
    assert_eq!(function.respond_text(order), r#""a,é""#);
}

fn reports_what_a_service_rejects(target: Target) {
    let account = Account::open();
    let function = account.start(target, "orders.Stores");
    let (_, report) = function.fail(r#"{"order_id":"17","item_count":1,"item_names":["a"]}"#);
    assert_eq!(
        report["errorType"],
        "software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException"
    );
    assert!(
        report["errorMessage"]
            .as_str()
            .unwrap()
            .contains("Status Code: 400"),
        "{report}"
    );
}
