//! The bundle for those who stay on the JVM starts from its zip alone, and its classes come from its cache.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use acceptance::{Function, root};
use lambda_emulator::FunctionSettings;
use serde_json::Value;

/// Unpacks it where it was not made. By a process of its own: a file that this one has just written cannot
/// be executed while another process, which another case starts at this moment, still has it open.
fn unpacked(name: &str) -> PathBuf {
    let folder = root().join("target").join(name);
    let _none_before = fs::remove_dir_all(&folder);
    let status = Command::new("unzip")
        .arg("-q")
        .arg(root().join("dist/lambda-jvm.zip"))
        .arg("-d")
        .arg(&folder)
        .status()
        .unwrap();
    assert!(status.success(), "unzip: {status}");
    folder
}

fn settings(folder: &Path) -> FunctionSettings {
    let mut settings = FunctionSettings::new(folder.join("bootstrap"));
    settings.task_root = Some(folder.to_owned());
    settings.timeout = std::time::Duration::from_secs(60);
    settings
}

#[test]
fn answers_every_shipped_event() {
    let function = Function::with(settings(&unpacked("bundle-events")));
    let mut answered = 0;
    for entry in fs::read_dir(root().join("events")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let response: Value =
                serde_json::from_str(&function.respond_text(fs::read_to_string(path).unwrap().as_str()))
                    .unwrap();
            assert!(response["converged"].is_boolean(), "{response}");
            answered += 1;
        }
    }
    assert!(answered >= 3);
}

#[test]
fn keeps_no_counters_in_a_file() {
    let function = Function::with(settings(&unpacked("bundle-counters")));
    let event = fs::read_to_string(root().join("events/iris.json")).unwrap();
    function.respond(event.as_str());
    let pid = function.emulator().pid().unwrap();
    let maps = fs::read_to_string(format!("/proc/{pid}/maps")).unwrap();
    assert!(
        maps.contains("libjvm.so") && !maps.contains("hsperfdata"),
        "{maps}"
    );
}

#[test]
fn has_no_jar_open_after_its_first_answer() {
    let function = Function::with(settings(&unpacked("bundle-jars")));
    let event = fs::read_to_string(root().join("events/iris.json")).unwrap();
    function.respond(event.as_str());
    let pid = function.emulator().pid().unwrap();
    let jars: Vec<_> = fs::read_dir(format!("/proc/{pid}/fd"))
        .unwrap()
        .filter_map(|file| fs::read_link(file.unwrap().path()).ok())
        .filter(|file| file.extension().is_some_and(|it| it == "jar"))
        .collect();
    assert!(jars.is_empty(), "{jars:?}");
}

#[test]
fn takes_its_classes_from_the_cache() {
    let folder = unpacked("bundle-cache");
    let loaded = folder.join("loaded.log");
    let mut settings = settings(&folder);
    settings.variables = vec![(
        "LIBHELLO_JVM_OPTIONS".into(),
        format!("-XX:AOTMode=on -Xlog:class+load:file={}", loaded.display()).into(),
    )];
    let function = Function::with(settings);
    function.respond(
        fs::read_to_string(root().join("events/iris.json"))
            .unwrap()
            .as_str(),
    );
    let loaded = fs::read_to_string(loaded).unwrap();
    let own = |line: &&str| line.contains("io.github.libhello") || line.contains("tools.jackson");
    let (cached, other): (Vec<&str>, Vec<&str>) = loaded
        .lines()
        .filter(own)
        .partition(|line| line.contains("shared objects file"));
    assert!(cached.len() > 20, "{loaded}");
    assert!(other.is_empty(), "{other:?}");
}
