//! Where the built programs are and how each is started.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

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
    /// The scenarios through the natives of class `Test`.
    Natives,
    /// Every wrong call there is.
    Misuse,
    /// A handler factory that fails, in the way that a second argument names.
    InitError,
    /// The scenarios through `LambdaRuntime`, in a program that catches whatever it throws and goes on.
    Caught,
    /// K-means through `LambdaRuntime`.
    KMeans,
    /// K-means as `Test.main` has it: `dist/bootstrap`.
    TestMain,
}

/// One way to run a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Way {
    /// What executes it.
    pub machine: Machine,
    /// What is executed.
    pub program: Program,
}

/// The project's root, which `./build.sh test` tells.
///
/// # Panics
/// When the tests were not started by it.
pub fn root() -> PathBuf {
    told("LIBHELLO_ROOT").into()
}

fn told(variable: &str) -> OsString {
    env::var_os(variable)
        .unwrap_or_else(|| panic!("{variable} is not set: run these tests with ./build.sh test"))
}

impl Way {
    /// The command and arguments. For a JVM, the folder of the library can be another one, to see what
    /// happens without it.
    pub fn command(self, library_folder: Option<&str>) -> (PathBuf, Vec<OsString>) {
        let program = match self.program {
            Program::Runtime => Some("runtime"),
            Program::Natives => Some("natives"),
            Program::Misuse => Some("misuse"),
            Program::InitError => Some("init-error"),
            Program::Caught => Some("caught"),
            Program::KMeans => Some("k-means"),
            Program::TestMain => None,
        };
        let acceptance = root().join("target/acceptance");
        match (self.machine, program) {
            (Machine::Image, Some(program)) => (acceptance.join("acceptance"), vec![program.into()]),
            (Machine::Image, None) => (root().join("dist/bootstrap"), Vec::new()),
            (Machine::Jvm, program) => {
                // Another processor's library lies elsewhere.
                let built = env::var_os("LIBHELLO_LIBRARY_FOLDER").map_or(acceptance, PathBuf::from);
                let library = library_folder.map_or(built, PathBuf::from);
                let arguments = jvm_options(&library)
                    .into_iter()
                    .chain([program.map_or("Test", |_| "Acceptance").into()])
                    .chain(program.map(OsString::from))
                    .collect();
                (told("LIBHELLO_JAVA").into(), arguments)
            }
        }
    }

    /// Settings of the emulator for it.
    pub fn settings(self) -> FunctionSettings {
        let (command, arguments) = self.command(None);
        let mut settings = FunctionSettings::new(command);
        settings.args = arguments;
        settings.task_root = Some(root());
        // Time-outs are no part of these cases; a busy machine must not make one fail.
        settings.timeout = std::time::Duration::from_secs(120);
        settings.init_timeout = std::time::Duration::from_secs(120);
        settings
    }
}

/// The heap is about what an image of 128 MB gives itself.
fn jvm_options(library_folder: &std::path::Path) -> Vec<OsString> {
    let root = root();
    let class_path = [
        root.join("java/acceptance/target/libhello-acceptance.jar"),
        root.join("java/app/target/libhello-app.jar"),
        root.join("java/app/target/lib/*"),
    ]
    .map(PathBuf::into_os_string)
    .join(std::ffi::OsStr::new(":"));
    let mut library_path = OsString::from("-Djava.library.path=");
    library_path.push(library_folder);
    vec![
        "-Xcheck:jni".into(),
        "-Xmx96m".into(),
        "-XX:+UseSerialGC".into(),
        "-XX:TieredStopAtLevel=1".into(),
        "--enable-native-access=ALL-UNNAMED".into(),
        library_path,
        "-cp".into(),
        class_path,
    ]
}
