//! The package is what Lambda's `provided.al2023` takes, and carries nothing that it should not.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use acceptance::root;

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
fn the_library_and_the_image_need_only_libraries_of_the_c_library_s_family() {
    const FAMILY: [&str; 7] = [
        "libc.so.6",
        "libm.so.6",
        "libgcc_s.so.1",
        "ld-linux-x86-64.so.2",
        "libdl.so.2",
        "libpthread.so.0",
        "librt.so.1",
    ];
    for file in ["dist/libHello.so", "dist/bootstrap"] {
        for line in tool("objdump", &["-p", file])
            .lines()
            .filter(|line| line.contains("NEEDED"))
        {
            let library = line.split_whitespace().last().unwrap();
            assert!(
                FAMILY.contains(&library) || library == "libz.so.1",
                "{file} needs {library}"
            );
            assert!(
                library != "libz.so.1" || file == "dist/bootstrap",
                "the library needs {library}"
            );
        }
    }
}

#[test]
fn nothing_needs_a_c_library_newer_than_that_of_amazon_linux_2023() {
    for file in ["dist/libHello.so", "dist/bootstrap"] {
        for line in tool("nm", &["-D", "--undefined-only", file]).lines() {
            let Some((_, version)) = line.split_once("@GLIBC_") else {
                continue;
            };
            let numbers: Vec<u32> = version.split('.').map(|number| number.parse().unwrap()).collect();
            assert!(numbers <= vec![2, 34], "{file} needs {line}");
        }
    }
}

#[test]
fn the_library_has_no_tls_and_is_small() {
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
    let size = fs::metadata(root().join("dist/libHello.so")).unwrap().len();
    assert!(size < 2_000_000, "{size} bytes");
}

#[test]
fn the_zip_holds_the_library_and_the_executable_alone() {
    let file = fs::File::open(root().join("dist/lambda.zip")).unwrap();
    let mut zip = zip::ZipArchive::new(file).unwrap();
    let names: BTreeSet<&str> = zip.file_names().collect();
    assert_eq!(names, BTreeSet::from(["bootstrap", "libHello.so"]));
    for index in 0..zip.len() {
        let entry = zip.by_index(index).unwrap();
        assert_eq!(entry.unix_mode().unwrap() & 0o777, 0o755, "{}", entry.name());
        let built = fs::metadata(root().join("dist").join(entry.name()))
            .unwrap()
            .len();
        assert_eq!(entry.size(), built, "{}", entry.name());
    }
}
