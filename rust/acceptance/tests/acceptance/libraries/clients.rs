//! A function that answers in pieces, called through the local Lambda by the clients that its users have: boto3 and the
//! asynchronous client of AWS's SDK for Java. Both print what they get, in the same words.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use acceptance::{Machine, Program, Target, required_env, root};
use lambda_emulator::Emulator;
use lambda_emulator::invoke_api::InvokeApi;

use super::settings;

const JARS: &str = "java/acceptance-libraries/clients/target";
const SCRIPT: &str = "java/acceptance-libraries/clients/boto3/call.py";

/// The CRC-32 of the 20 million bytes that the handler makes.
const SUM: &str = "68ad4baf";

/// Who calls.
#[derive(Clone, Copy)]
enum Client {
    Boto3,
    Sdk,
}

/// The function behind the Invoke API, and the file for which it waits where it is asked to.
struct Served {
    api: InvokeApi,
    gate: PathBuf,
}

impl Served {
    fn start(case: &str) -> Self {
        let target = Target {
            machine: Machine::Jvm,
            program: Program::Clients,
        };
        let settings = settings(target, "clients.Pieces").variable("LIBHELLO_RESPONSE_MODE", "streaming");
        let emulator = Arc::new(Emulator::start(settings).unwrap());
        let gate = root().join("target/libraries").join(format!("gate-{case}"));
        // One of an earlier run would be open.
        let _there_is_none = fs::remove_file(&gate);
        Self {
            api: InvokeApi::start(emulator, SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).unwrap(),
            gate,
        }
    }

    /// What the client printed.
    fn call(&self, client: Client, function: &str, event: &str) -> String {
        let mut command = match client {
            Client::Boto3 => {
                let mut command = Command::new(required_env("LIBHELLO_PYTHON"));
                command.arg(root().join(SCRIPT));
                command
            }
            Client::Sdk => {
                let jars = root().join(JARS);
                let class_path = format!("{0}/libhello-acceptance-clients.jar:{0}/lib/*", jars.display());
                let mut command = Command::new(required_env("LIBHELLO_JAVA"));
                command.args(["-cp", &class_path, "com.example.clients.Caller"]);
                command
            }
        };
        let endpoint = format!("http://{}", self.api.address());
        let output = command
            .args([&endpoint, function, event])
            .arg(&self.gate)
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{errors}");
        String::from_utf8(output.stdout).unwrap()
    }
}

/// A test of each case for each client.
macro_rules! for_clients {
    ([$($module:ident: $client:ident),*], $cases:tt) => {
        $(for_clients!(@ $module $client $cases);)*
    };
    (@ $module:ident $client:ident [$($case:ident),*]) => {
        mod $module {
            use super::{Client, Served};
            $(
                #[test]
                fn $case() {
                    let name = concat!(stringify!($module), "-", stringify!($case));
                    super::$case(&Served::start(name), Client::$client);
                }
            )*
        }
    };
}

for_clients!(
    [boto3: Boto3, sdk: Sdk],
    [
        has_each_piece_as_it_comes,
        has_every_byte,
        is_told_of_a_failure_after_the_first_byte,
        is_told_of_a_failure_before_it,
        is_refused_by_name
    ]
);

/// The second is made once the first has come: else this would never end.
fn has_each_piece_as_it_comes(served: &Served, client: Client) {
    let printed = served.call(client, "function", &format!("\"gate:{}\"", served.gate.display()));
    let lines: Vec<&str> = printed.lines().collect();
    assert_eq!(
        lines[..3],
        ["piece first", "piece second", "total 11 1d64fbff"],
        "{printed}"
    );
    assert!(lines[3..].contains(&"the gate is open"), "{printed}");
}

fn has_every_byte(served: &Served, client: Client) {
    let printed = served.call(client, "function", "\"bytes:20000000\"");
    assert!(
        printed.contains(&format!("total 20000000 {SUM}\n")) && !printed.contains("error"),
        "{printed}"
    );
}

fn is_told_of_a_failure_after_the_first_byte(served: &Served, client: Client) {
    let printed = served.call(client, "function", "\"late:the disk is full\"");
    assert!(
        printed.starts_with("piece begun\ntotal 5 9cf2c848\nerror Unhandled "),
        "{printed}"
    );
    assert!(reports(&printed, "the disk is full"), "{printed}");
}

fn is_told_of_a_failure_before_it(served: &Served, client: Client) {
    let printed = served.call(client, "function", "\"early:no disk\"");
    assert!(
        printed.starts_with("total 0 00000000\nerror Unhandled "),
        "{printed}"
    );
    assert!(reports(&printed, "no disk"), "{printed}");
}

fn is_refused_by_name(served: &Served, client: Client) {
    let printed = served.call(client, "another", "\"bytes:1\"");
    assert_eq!(printed, "refused 404 ResourceNotFoundException\n");
}

/// Whether the report of this exception is in the details, with its stack.
fn reports(printed: &str, message: &str) -> bool {
    let mut lines = printed.lines().skip_while(|line| !line.starts_with("error "));
    let details = lines.next().unwrap_or_default();
    details.contains(&format!("\"errorMessage\":\"{message}\""))
        && details.contains("com.example.clients.Pieces.handleRequest")
}
