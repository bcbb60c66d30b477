//! Memory and CPU share through the cgroups of this machine.
//!
//! Where nobody may make groups, which is told on standard error, only the refusal is tested.

use crate::{
    function::{answer, echo, json, shell},
    groups::{cgroups, folders, groups_of},
};
use lambda_emulator::{Answer, Cgroups, Emulator, EmulatorError, Limits, Phase};
use std::{fs, path::PathBuf};

fn limited(trick: &str, memory_mb: u32, cgroups: &Cgroups) -> Emulator {
    let mut settings = echo(trick);
    settings.memory_mb = memory_mb;
    settings.limits = Some(Limits::of_lambda(memory_mb, cgroups));
    Emulator::start(settings).unwrap()
}

#[test]
fn a_process_is_in_its_groups_and_finds_nothing_else_changed() {
    let Some(cgroups) = cgroups() else { return };
    let plain = Emulator::start(echo("echo")).unwrap();
    let emulator = limited("echo", 128, &cgroups);
    let variables = |emulator: &Emulator| {
        let mut shown = json(answer(emulator, r#"{"do":"show-environment"}"#).body());
        // Of each function its own.
        shown["variables"]["AWS_LAMBDA_RUNTIME_API"].take();
        shown["variables"]["AWS_LAMBDA_LOG_STREAM_NAME"].take();
        shown
    };
    assert_eq!(variables(&emulator), variables(&plain));
    let groups = groups_of(emulator.pid().unwrap());
    assert!(!groups.is_empty());
    let stdin = fs::read_link(format!("/proc/{}/fd/0", emulator.pid().unwrap())).unwrap();
    assert_eq!(stdin, PathBuf::from("/dev/null"));
    let found: Vec<PathBuf> = groups.iter().flat_map(|group| folders(group)).collect();
    assert!(!found.is_empty(), "{groups:?}");
    emulator.stop();
    assert!(found.iter().all(|folder| !folder.exists()), "{found:?}");
}

#[test]
fn a_busy_process_is_throttled_and_an_unlimited_one_is_not() {
    let Some(cgroups) = cgroups() else { return };
    let emulator = limited("echo", 128, &cgroups);
    assert_eq!(emulator.limit_figures(), None, "nothing was started");
    let event = r#"{"do":"work","milliseconds":200}"#;
    assert_eq!(answer(&emulator, event).text(), event);
    let figures = emulator.limit_figures().unwrap();
    assert!(
        figures.throttled_periods > 0 && !figures.throttled.is_zero(),
        "{figures:?}"
    );
    assert!(figures.throttled_periods <= figures.periods, "{figures:?}");
    assert!(
        figures
            .peak_memory
            .is_none_or(|bytes| bytes > 0 && bytes <= 128 << 20),
        "{figures:?}"
    );
    assert_eq!(figures.out_of_memory_kills, 0);
    let unlimited = Emulator::start(echo("echo")).unwrap();
    unlimited.initialize().unwrap();
    assert_eq!(unlimited.limit_figures(), None);
}

#[test]
fn a_process_that_uses_up_its_memory_is_killed_and_told_so() {
    let Some(cgroups) = cgroups() else { return };
    let emulator = limited("echo", 128, &cgroups);
    let small = r#"{"do":"allocate","mib":64}"#;
    assert_eq!(answer(&emulator, small).text(), small);
    let completion = emulator.invoke(r#"{"do":"allocate","mib":256}"#).unwrap();
    let Answer::Exit(exit) = &completion.answer else {
        panic!("{:?}", completion.answer);
    };
    assert_eq!(
        (exit.phase, exit.signal, exit.out_of_memory),
        (Phase::Invocation, Some(9), true)
    );
    let report = json(&exit.body);
    assert_eq!(report["errorType"], "Runtime.OutOfMemory");
    assert!(
        report["errorMessage"].to_string().contains("signal: killed"),
        "{report}"
    );
    let figures = emulator.limit_figures().unwrap();
    assert!(figures.out_of_memory_kills > 0, "{figures:?}");
    assert_eq!(
        answer(&emulator, "1").text(),
        "1",
        "the next event starts a process"
    );
    assert_eq!(
        emulator.limit_figures().unwrap().out_of_memory_kills,
        0,
        "of its own"
    );
}

#[test]
fn what_left_the_process_group_goes_with_the_groups() {
    let Some(cgroups) = cgroups() else { return };
    let mut settings = shell(r#"setsid sleep 1000 & exec "$ECHO""#);
    settings.limits = Some(Limits::of_lambda(128, &cgroups));
    let emulator = Emulator::start(settings).unwrap();
    emulator.initialize().unwrap();
    let found: Vec<PathBuf> = groups_of(emulator.pid().unwrap())
        .iter()
        .flat_map(|group| folders(group))
        .collect();
    emulator.stop();
    assert!(found.iter().all(|folder| !folder.exists()), "{found:?}");
}

#[test]
fn a_machine_without_cgroups_is_told_in_one_line() {
    let folder = std::env::temp_dir().join(format!("lambda-emulator-groups-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("mountinfo"), "24 1 0:5 / / rw - ext4 /dev/vda rw\n").unwrap();
    fs::write(folder.join("cgroup"), "0::/\n").unwrap();
    let error = Cgroups::find_in(&folder).unwrap_err();
    assert!(matches!(error, EmulatorError::Limits { .. }));
    let told = error.to_string();
    assert!(
        told.starts_with("no limits can be set: ") && told.lines().count() == 1,
        "{told}"
    );
    let missing = Cgroups::find_in(&folder.join("none")).unwrap_err().to_string();
    assert!(missing.contains("mountinfo"), "{missing}");
    fs::remove_dir_all(&folder).unwrap();
}
