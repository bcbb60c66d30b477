//! The package is what Lambda's `provided.al2023` takes, and carries nothing that it should not.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use acceptance::root;
use serde_json::Value;

fn tool(command: &str, arguments: &[&str]) -> String {
    let output = Command::new(command)
        .args(arguments)
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{command} {arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_library_exports_what_is_listed_and_nothing_else() {
    let exported: BTreeSet<String> = tool("nm", &["-D", "--defined-only", "dist/libHello.so"])
        .lines()
        .map(|line| line.rsplit(' ').next().unwrap().to_owned())
        .collect();
    let listed = fs::read_to_string(root().join("rust/bridge/exports.txt")).unwrap();
    assert_eq!(exported, listed.lines().map(str::to_owned).collect());
}

#[test]
fn the_library_has_no_tls() {
    let crates = tool(
        "cargo",
        &[
            "tree", "--locked", "-p", "hello", "-e", "normal", "--prefix", "none",
        ],
    );
    for tls in ["rustls", "openssl", "native-tls", "ring", "aws-lc"] {
        assert!(
            !crates.lines().any(|line| line.starts_with(tls)),
            "{tls} is among the library's crates"
        );
    }
}

/// A folder with the package's two files, and what tasks/package.sh says of the zip that it makes of them.
struct Package {
    folder: PathBuf,
}

impl Package {
    fn new(name: &str) -> Self {
        let folder = root().join("target/package").join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        for file in ["libHello.so", "bootstrap"] {
            fs::copy(root().join("dist").join(file), folder.join(file)).unwrap();
        }
        Self { folder }
    }

    /// Runs shell commands in the folder, after those of the tasks are known.
    fn shell(&self, commands: &str) -> Result<String, String> {
        let sources = "set -euo pipefail; source tasks/steps.sh; source tasks/package.sh; here=$1";
        let output = Command::new("bash")
            .args(["-c", &format!("{sources}; {commands}"), "-"])
            .arg(&self.folder)
            .current_dir(root())
            .output()
            .unwrap();
        if output.status.success() {
            Ok(String::from_utf8(output.stdout).unwrap())
        } else {
            Err(String::from_utf8(output.stderr).unwrap())
        }
    }

    fn refused(&self, commands: &str) -> String {
        self.shell(commands)
            .expect_err("a package that must not be uploaded is refused")
    }
}

#[test]
fn the_package_is_checked() {
    let said = Package::new("good")
        .shell("zip_package $here; check_package $here")
        .unwrap();
    assert!(said.contains("libHello.so and bootstrap, executable"), "{said}");
}

#[test]
fn the_same_files_are_the_same_package() {
    let package = Package::new("twice");
    package.shell("zip_package $here; mv $here/lambda.zip $here/first.zip; sleep 2; touch $here/bootstrap; zip_package $here")
        .unwrap();
    let read = |name: &str| fs::read(package.folder.join(name)).unwrap();
    assert!(read("first.zip") == read("lambda.zip"));
}

#[test]
fn a_third_file_is_refused() {
    let said = Package::new("third")
        .refused("zip_package $here; zip -qj $here/lambda.zip README.md; check_package $here");
    assert!(
        said.contains("it holds: README.md bootstrap libHello.so"),
        "{said}"
    );
}

#[test]
fn a_file_that_is_not_executable_is_refused() {
    let said = Package::new("mode").refused(
        "chmod 644 $here/bootstrap; (cd $here; zip -qX lambda.zip bootstrap libHello.so); check_package $here",
    );
    assert!(said.contains("must be executable"), "{said}");
}

#[test]
fn a_library_that_lambda_lacks_is_refused() {
    let said = Package::new("needs").refused(
        "echo 'int f;' | cc -shared -x c - -o $here/libcurl.so.4 -Wl,-soname,libcurl.so.4; \
         echo 'int g;' | cc -shared -x c - -x none -o $here/libHello.so -Wl,--no-as-needed $here/libcurl.so.4; \
         zip_package $here; check_package $here",
    );
    assert!(
        said.contains("libHello.so needs libcurl.so.4, which is not in provided.al2023"),
        "{said}"
    );
}

#[test]
fn files_for_different_processors_are_refused() {
    // The machine's number in an ELF header: 0xb7 is arm64.
    let said = Package::new("processors").refused(
        "printf '\\xb7' | dd of=$here/libHello.so bs=1 seek=18 conv=notrunc status=none; zip_package $here; check_package $here",
    );
    assert!(
        said.contains("libHello.so is for AArch64") || said.contains("and libHello.so for AArch64"),
        "{said}"
    );
}

#[test]
fn a_file_over_its_budget_is_refused() {
    let said = Package::new("budget")
        .refused("head -c 800000 /dev/urandom >>$here/libHello.so; zip_package $here; check_package $here");
    assert!(said.contains("over its budget of 2000000"), "{said}");
}

#[test]
fn what_is_inside_is_listed() {
    for (file, component) in [
        ("libHello.cdx.json", "lambda_runtime_api_client"),
        ("bootstrap.cdx.json", "hipparchus-core"),
    ] {
        let list: Value = serde_json::from_slice(&fs::read(root().join("dist").join(file)).unwrap()).unwrap();
        assert_eq!(list["bomFormat"], "CycloneDX");
        let names: Vec<&str> = list["components"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|component| component["name"].as_str())
            .collect();
        assert!(names.contains(&component), "{file}: {names:?}");
    }
}
