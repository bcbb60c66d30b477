//! Where the built programs are and how each is started.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use lambda_emulator::FunctionSettings;

/// What executes the Java code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Machine {
    /// A JVM, which checks every JNI call.
    Jvm,
    /// A native image.
    Image,
}

/// What is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    /// The scenarios through `LambdaRuntime`.
    Runtime,
    /// The scenarios of responses in pieces.
    Streams,
    /// A handler of the JDK's HTTP server behind a function URL.
    Url,
    /// The scenarios with hooks around a snapshot.
    Snapshots,
    /// The scenarios of several invocations at once, with one handler for all.
    Concurrent,
    /// The same with a handler for each.
    PerWorker,
    /// The scenarios through the natives of class `Test`.
    Natives,
    /// Every wrong call there is.
    Misuse,
    /// A handler factory that fails as a second argument names it.
    InitError,
    /// The scenarios through `LambdaRuntime`, in a program that catches whatever it throws and goes on.
    Caught,
    /// K-means through `LambdaRuntime`.
    KMeans,
    /// K-means as `Test.main` has it: `dist/bootstrap`.
    TestMain,
    /// Handlers against AWS's interfaces; the settings' `handler` names one.
    Handlers,
    /// Handlers in Kotlin, with Lombok, records and dates.
    Types,
    /// The same under AWS's own client, on the JVM alone.
    ManagedTypes,
    /// Handlers that call AWS's services.
    Cloud,
    /// A handler that answers in pieces, on the JVM alone.
    Clients,
    /// Handlers that log by Log4j and Powertools.
    Logging,
    /// Requests over HTTPS, of the functions in `bench/jvm`.
    Https,
    /// A chain of sines, of the functions in `bench/jvm`.
    Sine,
}

/// A program on a virtual machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// What executes it.
    pub machine: Machine,
    /// What is executed.
    pub program: Program,
}

/// A main class, where its jars are, and its image.
struct Main {
    class: &'static str,
    class_path: &'static [&'static str],
    image: &'static str,
}

const ACCEPTANCE: Main = Main {
    class: "Acceptance",
    class_path: CASES,
    image: "target/acceptance/acceptance",
};
const TEST: Main = Main {
    class: "Test",
    class_path: CASES,
    image: "dist/bootstrap",
};
const BENCH: Main = Main {
    class: "io.github.libhello.bench.Functions",
    class_path: &[
        "bench/jvm/target/libhello-bench-functions.jar",
        "bench/jvm/target/lib/*",
    ],
    image: "target/bench/functions/functions",
};
const HANDLERS: Main = Main {
    class: "io.github.libhello.aws.HandlerMain",
    class_path: &[
        "java/acceptance-aws/target/libhello-acceptance-aws.jar",
        "java/acceptance-aws/target/lib/*",
    ],
    image: "target/acceptance/handlers",
};
const TYPES: Main = Main {
    class: "io.github.libhello.aws.HandlerMain",
    class_path: &[
        "java/acceptance-libraries/types/target/libhello-acceptance-types.jar",
        "java/acceptance-libraries/types/target/lib/*",
    ],
    image: "target/libraries/types",
};
const MANAGED_TYPES: Main = Main {
    class: "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
    class_path: &[
        "java/acceptance-libraries/types/target/libhello-acceptance-types.jar",
        "java/acceptance-libraries/types/target/lib/*",
        "java/acceptance-libraries/types/target/managed-runtime/*",
    ],
    image: "",
};
const CLOUD: Main = Main {
    class: "io.github.libhello.aws.HandlerMain",
    class_path: &[
        "java/acceptance-libraries/cloud/target/libhello-acceptance-cloud.jar",
        "java/acceptance-libraries/cloud/target/lib/*",
    ],
    image: "target/libraries/cloud",
};
const CLIENTS: Main = Main {
    class: "io.github.libhello.aws.HandlerMain",
    class_path: &[
        "java/acceptance-libraries/clients/target/libhello-acceptance-clients.jar",
        "java/acceptance-libraries/clients/target/lib/*",
    ],
    image: "",
};
const LOGGING: Main = Main {
    class: "io.github.libhello.aws.HandlerMain",
    class_path: &[
        "java/acceptance-libraries/logging/target/libhello-acceptance-logging.jar",
        "java/acceptance-libraries/logging/target/lib/*",
    ],
    image: "target/libraries/logging",
};
const CASES: &[&str] = &[
    "java/acceptance/target/libhello-acceptance.jar",
    "java/app/target/libhello-app.jar",
    "java/app/target/lib/*",
];

/// Memory size in MB of the functions of most cases.
pub const MEMORY_MB: u32 = 128;

/// The heap of an image of this memory size, in MB, as `java/runtime/src/main/image/main.c` sets it.
pub fn image_heap_mb(memory_mb: u32) -> u32 {
    let rest = memory_mb - 16;
    (rest - rest / 5).max(memory_mb / 2)
}

/// The project's root, which `./build.sh test` sets.
///
/// # Panics
/// When the tests were not started by it.
pub fn root() -> PathBuf {
    required_env("LIBHELLO_ROOT").into()
}

/// An environment variable which `./build.sh test` sets.
///
/// # Panics
/// When the tests were not started by it.
pub fn required_env(variable: &str) -> OsString {
    env::var_os(variable)
        .unwrap_or_else(|| panic!("{variable} is not set: run these tests with ./build.sh test"))
}

impl Target {
    /// The command and arguments. For a JVM, the folder of the library can be another one, to see what
    /// happens without it.
    pub fn command(self, library_folder: Option<&str>) -> (PathBuf, Vec<OsString>) {
        let (main, argument) = match self.program {
            Program::Runtime => (ACCEPTANCE, Some("runtime")),
            Program::Streams => (ACCEPTANCE, Some("streams")),
            Program::Url => (ACCEPTANCE, Some("url")),
            Program::Snapshots => (ACCEPTANCE, Some("snapshots")),
            Program::Concurrent => (ACCEPTANCE, Some("concurrent")),
            Program::PerWorker => (ACCEPTANCE, Some("per-worker")),
            Program::Natives => (ACCEPTANCE, Some("natives")),
            Program::Misuse => (ACCEPTANCE, Some("misuse")),
            Program::InitError => (ACCEPTANCE, Some("init-error")),
            Program::Caught => (ACCEPTANCE, Some("caught")),
            Program::KMeans => (ACCEPTANCE, Some("k-means")),
            Program::TestMain => (TEST, None),
            Program::Handlers => (HANDLERS, None),
            Program::Types => (TYPES, None),
            Program::ManagedTypes => (MANAGED_TYPES, None),
            Program::Cloud => (CLOUD, None),
            Program::Clients => (CLIENTS, None),
            Program::Logging => (LOGGING, None),
            Program::Https => (BENCH, Some("https")),
            Program::Sine => (BENCH, Some("sine")),
        };
        let argument = argument.map(OsString::from);
        match self.machine {
            Machine::Image => {
                // Another processor's images lie elsewhere, under the same names.
                let folder = env::var_os("LIBHELLO_IMAGE_FOLDER").map_or_else(root, PathBuf::from);
                (folder.join(main.image), Vec::from_iter(argument))
            }
            Machine::Jvm => {
                // Another processor's library lies elsewhere.
                let built = env::var_os("LIBHELLO_LIBRARY_FOLDER")
                    .map_or_else(|| root().join("target/acceptance"), PathBuf::from);
                let library = library_folder.map_or(built, PathBuf::from);
                let mut arguments = jvm_options(&library, main.class_path);
                arguments.push(main.class.into());
                arguments.extend(argument);
                (required_env("LIBHELLO_JAVA").into(), arguments)
            }
        }
    }

    /// Settings of the emulator for a JVM with another heap.
    ///
    /// # Panics
    /// For an image.
    pub fn settings_with_jvm_heap(self, heap_mb: u32) -> FunctionSettings {
        let mut settings = self.settings();
        let heap = settings
            .args
            .iter_mut()
            .find(|argument| argument.to_string_lossy().starts_with("-Xmx"))
            .expect("the heap is among a JVM's options");
        *heap = format!("-Xmx{heap_mb}m").into();
        settings
    }

    /// Settings of the emulator for it.
    pub fn settings(self) -> FunctionSettings {
        let (command, arguments) = self.command(None);
        let mut settings = FunctionSettings::new(command);
        settings.args = arguments;
        settings.memory_mb = MEMORY_MB;
        settings.task_root = Some(root());
        // Time-outs are no part of these cases; a busy machine that emulates another processor must not make one fail.
        settings.timeout = std::time::Duration::from_secs(600);
        settings.init_timeout = settings.timeout;
        settings
    }
}

/// The heap is what an image of the same memory size gives itself, so that a case holds for both.
fn jvm_options(library_folder: &Path, class_path: &[&str]) -> Vec<OsString> {
    let class_path: Vec<OsString> = class_path.iter().map(|jars| root().join(jars).into()).collect();
    let mut library_path = OsString::from("-Djava.library.path=");
    library_path.push(library_folder);
    vec![
        "-Xcheck:jni".into(),
        format!("-Xmx{}m", image_heap_mb(MEMORY_MB)).into(),
        "-XX:+UseSerialGC".into(),
        "-XX:TieredStopAtLevel=1".into(),
        "--enable-native-access=ALL-UNNAMED".into(),
        library_path,
        "-cp".into(),
        class_path.join(OsStr::new(":")),
    ]
}
