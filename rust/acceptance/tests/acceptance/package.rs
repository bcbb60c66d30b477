//! The package is what Lambda's `provided.al2023` takes, and carries nothing that it should not.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use std::collections::BTreeSet;
use std::fs;
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

#[test]
fn the_package_holds_library_and_image_as_executables() {
    let listed = tool("unzip", &["-Z", "dist/lambda.zip"]);
    let files: Vec<(&str, &str)> = listed
        .lines()
        .filter(|line| line.starts_with('-'))
        .map(|line| (&line[..10], line.rsplit(' ').next().unwrap()))
        .collect();
    assert_eq!(
        files,
        [("-rwxr-xr-x", "libHello.so"), ("-rwxr-xr-x", "bootstrap")]
    );
}

/// What tasks/package.sh says of a folder with a package, of which the named file has that many bytes.
fn budgets(name: &str, file: &str, bytes: u64) -> Result<(), String> {
    let folder = root().join("target/package").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    for each in ["libHello.so", "bootstrap", "lambda.zip"] {
        let size = if each == file { bytes } else { 1 };
        fs::File::create(folder.join(each))
            .unwrap()
            .set_len(size)
            .unwrap();
    }
    let output = Command::new("bash")
        .args([
            "-c",
            "set -euo pipefail; source tasks/steps.sh; source tasks/package.sh; check_budgets \"$1\"",
            "-",
        ])
        .arg(&folder)
        .current_dir(root())
        .output()
        .unwrap();
    if output.status.success() {
        Ok(())
    } else {
        Err(String::from_utf8(output.stderr).unwrap())
    }
}

#[test]
fn a_file_over_its_budget_is_refused() {
    for (name, file, budget) in [
        ("library", "libHello.so", 2_000_000),
        ("image", "bootstrap", 20_000_000),
        ("zip", "lambda.zip", 8_000_000),
    ] {
        assert_eq!(budgets(name, file, budget), Ok(()));
        let said = budgets(name, file, budget + 1).unwrap_err();
        assert!(said.contains(&format!("over its budget of {budget}")), "{said}");
    }
}

#[test]
fn what_is_inside_is_listed() {
    for (file, component) in [
        ("libHello.cdx.json", "lambda_runtime_api_client"),
        ("bootstrap.cdx.json", "commons-rng-core"),
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
