//! Whatever a function started is gone after it, and after an emulator that was killed.

use crate::{
    function::{ECHO, eventually, patient, runs, shell},
    groups::{cgroups, folders, groups_of},
    serve::Server,
};
use lambda_emulator::{Emulator, Limits};
use std::{
    fs,
    path::PathBuf,
    sync::atomic::{AtomicUsize, Ordering},
};

/// A function whose children leave it: one in a session of its own, one whose parent is gone, and one that
/// goes on to start others. `TOKEN` is in the command line of each.
const ESCAPES: &str = r#"
setsid sleep 1000.TOKEN &
(setsid sh -c 'sleep 2000.TOKEN & sleep 3000.TOKEN & exit' &)
(setsid sh -c 'while :; do sleep 0.0TOKEN; done' &)
exec "$ECHO"
"#;

/// One that besides that has nothing of the function's environment.
const BARE: &str = r#"
(env -i "$(command -v setsid)" sleep 4000.TOKEN &)
"#;

/// Digits that no other test has.
fn token() -> String {
    static COUNT: AtomicUsize = AtomicUsize::new(1);
    format!("{}0{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// The processes that have the token in their command line and run.
fn processes(token: &str) -> Vec<u32> {
    let all = fs::read_dir("/proc").unwrap().flatten();
    let all = all.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let own = std::process::id();
    all.filter(|pid| *pid != own)
        .filter(|pid| {
            let line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
            // The emulator has the script on its own command line.
            let line = String::from_utf8_lossy(&line).into_owned();
            line.contains(token) && !line.contains("lambda-emulator\0") && runs(*pid)
        })
        .collect()
}

fn all_run(token: &str, numbers: &[u32]) -> bool {
    let lines: Vec<_> = processes(token)
        .into_iter()
        .map(|pid| fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default())
        .map(|line| String::from_utf8_lossy(&line).into_owned())
        .collect();
    let looping = lines.iter().any(|line| line.contains("while :"));
    looping
        && numbers.iter().all(|number| {
            lines
                .iter()
                .any(|line| line.starts_with(&format!("sleep\0{number}.{token}")))
        })
}

fn all_folders(token: &str) -> Vec<PathBuf> {
    let groups = processes(token).into_iter().flat_map(groups_of);
    groups.flat_map(|group| folders(&group)).collect()
}

#[test]
fn a_killed_emulator_leaves_no_process() {
    let token = token();
    let script = ESCAPES.replace("TOKEN", &token);
    let mut server = Server::with(&["--env", &format!("ECHO={ECHO}")], &script);
    assert_eq!(server.invoke("1"), "1");
    eventually("all of them run", || all_run(&token, &[1000, 2000, 3000]));
    server.kill();
    eventually("none is left", || processes(&token).is_empty());
}

#[test]
fn a_killed_emulator_leaves_no_process_and_no_group() {
    if cgroups().is_none() {
        return;
    }
    let token = token();
    let script = format!("{BARE}{ESCAPES}").replace("TOKEN", &token);
    let options = ["--limits", "--memory", "512", "--env", &format!("ECHO={ECHO}")];
    let mut server = Server::with(&options, &script);
    assert_eq!(server.invoke("1"), "1");
    eventually("all of them run", || all_run(&token, &[1000, 2000, 3000, 4000]));
    let found = all_folders(&token);
    assert!(!found.is_empty());
    server.kill();
    eventually("none is left", || processes(&token).is_empty());
    eventually("no group is left", || found.iter().all(|folder| !folder.exists()));
}

#[test]
fn a_stopped_emulator_leaves_nothing_either() {
    for limited in [false, true] {
        let token = token();
        let escapes = if limited {
            format!("{BARE}{ESCAPES}")
        } else {
            ESCAPES.to_owned()
        };
        let mut settings = patient(shell(&escapes.replace("TOKEN", &token)));
        if limited {
            let Some(cgroups) = cgroups() else { return };
            settings.limits = Some(Limits::of_lambda(512, &cgroups));
        }
        let emulator = Emulator::start(settings).unwrap();
        emulator.initialize().unwrap();
        let numbers: &[u32] = if limited {
            &[1000, 2000, 3000, 4000]
        } else {
            &[1000, 2000, 3000]
        };
        eventually("all of them run", || all_run(&token, numbers));
        let found = all_folders(&token);
        emulator.stop();
        eventually("none is left", || processes(&token).is_empty());
        eventually("no group is left", || found.iter().all(|folder| !folder.exists()));
    }
}

#[test]
fn a_group_within_the_group_goes_too() {
    let Some(cgroups) = cgroups() else { return };
    for killed in [false, true] {
        let token = token();
        let script = format!(
            r#"
            own=$(grep -m1 -o '/.*lambda-emulator-.*' /proc/self/cgroup)
            for top in /sys/fs/cgroup/*; do
              [ -d "$top/${{own##*/}}" ] && mkdir "$top/${{own##*/}}/inner" && echo made
            done
            sleep 1000.{token} &
            exec "$ECHO""#
        );
        let emulator = (!killed).then(|| {
            let mut settings = shell(&script);
            settings.limits = Some(Limits::of_lambda(512, &cgroups));
            Emulator::start(settings).unwrap()
        });
        if let Some(emulator) = emulator {
            emulator.initialize().unwrap();
            let found = all_folders(&token);
            emulator.stop();
            eventually("no group is left", || found.iter().all(|folder| !folder.exists()));
        } else {
            let options = ["--limits", "--memory", "512", "--env", &format!("ECHO={ECHO}")];
            let mut server = Server::with(&options, &script);
            assert_eq!(server.invoke("1"), "1");
            let found = all_folders(&token);
            assert!(!found.is_empty());
            server.kill();
            eventually("no group is left", || found.iter().all(|folder| !folder.exists()));
        }
    }
}
