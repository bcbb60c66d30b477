//! `lambda-emulator suite`: tables of a file, their records, pictures and page.

use crate::{
    command_line::{Folder, emulator},
    function::{ECHO, json},
};
use std::{fs, path::Path, process::Output};

/// Two functions over two payloads, another program's benchmark, and what a function counts itself.
const SUITE: &str = include_str!("suite.toml");

/// The folder of a project with this suite.
fn project(suite: &str) -> Folder {
    let folder = Folder::new();
    fs::create_dir(folder.path("bin")).unwrap();
    fs::copy(ECHO, folder.path("bin/echo-function")).unwrap();
    folder.file("suite.toml", suite);
    folder
}

fn suite(folder: &Folder, arguments: &[&str]) -> Output {
    let arguments = [&["suite", "suite.toml"], arguments].concat();
    emulator(&arguments)
        .current_dir(folder.path(""))
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn files(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            found.push((name, fs::read_to_string(path).unwrap()));
        }
    }
    found.sort();
    found
}

#[test]
fn tables_are_measured_and_published() {
    let folder = project(SUITE);
    let output = suite(&folder, &["--results", "results"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let files = files(&folder.path("results"));
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "README.md",
            "allocations.md",
            "library.md",
            "size-10.json",
            "size-10.md",
            "size-2000.json",
            "size-2000.md",
            "sizes.svg"
        ]
    );
    let place = folder.path("").to_str().unwrap().trim_end_matches('/').to_owned();
    for (name, content) in &files {
        assert!(
            !content.contains(&place),
            "{name} has a machine's path: {content}"
        );
    }
    let page = &files[0].1;
    assert!(
        page.starts_with("# Figures\n\n## Sizes\n\n### 10 bytes\n\n| function |"),
        "{page}"
    );
    for part in [
        "\n### 2000 bytes\n\n| function |",
        "\n![Echo by size](sizes.svg)\n\n### Parts\n\n| part | ns |",
        "\n| a/b | 1,234 | 5 |\n",
        "\n| event and response | objects |\n|---|---|\n| 10 B | 1 |\n",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let record = json(files[5].1.as_bytes());
    assert_eq!(
        (&record["warm"], &record["payload_bytes"]),
        (&3.into(), &2000.into())
    );
    assert_eq!(record["notes"], serde_json::json!({ "Place": "." }));
    assert_eq!(record["functions"][0]["command"], "bin/echo-function");
    assert_eq!(
        record["functions"][0]["arguments"],
        serde_json::json!(["echo", "x"])
    );
    let samples = files[5].1.lines().filter(|line| line.contains("\"cold_ms\""));
    assert_eq!(samples.count(), 8, "figures, ratios and each sample have a line");
}

#[test]
fn a_smoke_run_takes_little_of_it() {
    let folder = project(SUITE);
    let output = suite(&folder, &["--results", "results", "--form", "smoke", "sizes"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let record = json(&fs::read(folder.path("results/size-10.json")).unwrap());
    assert_eq!((&record["processes"], &record["warm"]), (&1.into(), &1.into()));
    assert_eq!(record["functions"].as_array().unwrap().len(), 1);
    let files = files(&folder.path("results"));
    assert_eq!(files.len(), 3, "no picture of one payload, and no other table");
    let before = fs::read(folder.path("results/README.md")).unwrap();
    fs::remove_file(folder.path("results/README.md")).unwrap();
    let output = suite(&folder, &["--results", "results", "--form", "smoke", "--publish"]);
    assert!(output.status.success() && output.stdout.is_empty());
    assert_eq!(fs::read(folder.path("results/README.md")).unwrap(), before);
}

#[test]
fn a_function_that_fails_is_exit_code_1_unless_it_may() {
    let broken = SUITE.replace("command = \"{program}\"", "command = \"{program} exit-in-init\"");
    let folder = project(&broken);
    let output = suite(&folder, &["--results", "results", "--form", "quick", "sizes"]);
    assert_eq!(output.status.code(), Some(1));
    let told = text(&output.stderr);
    assert!(
        told.contains("lambda-emulator: size-10: second, 128 MB: the function did not initialize"),
        "{told}"
    );
    assert!(text(&output.stdout).contains("| second | the function did not initialize"));
    folder.file(
        "suite.toml",
        &broken.replace("not_in_smoke = true", "may_fail = [128]"),
    );
    let output = suite(&folder, &["--results", "results", "--form", "quick", "sizes"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
}

#[test]
fn every_byte_of_a_response_in_pieces_is_checked() {
    let streamed = SUITE
        .replace("echo = true", "stream = [10]")
        .lines()
        .filter(|line| !line.starts_with("payloads"))
        .fold(String::new(), |text, line| text + line + "\n");
    let folder = project(&streamed);
    let output = suite(&folder, &["--results", "results", "--form", "smoke", "sizes"]);
    assert_eq!(output.status.code(), Some(1));
    let told = text(&output.stderr);
    let reason = "first, 128 MB: its response has 0 bytes instead of 10";
    assert!(told.contains(reason), "the event comes back: {told}");
}

#[test]
fn what_must_be_built_is_listed_once() {
    let folder = project(SUITE);
    let output = suite(&folder, &["--builds"]);
    assert_eq!(text(&output.stdout), "one\ntwo\nthree\n");
    let output = suite(&folder, &["--builds", "others"]);
    assert_eq!(text(&output.stdout), "three\none\ntwo\n");
}

#[test]
fn what_is_wrong_with_a_suite_is_exit_code_2_and_told() {
    let cases = [
        (
            "function = \"other\"",
            "function = \"others\"",
            "no function is called others",
        ),
        (
            "\"warm_median\"",
            "\"warm_middle\"",
            "size-{bytes}: warm_middle: write FIGURE_STATISTIC",
        ),
        ("echo = true", "ecko = true", "unknown field `ecko`"),
        ("command = \"printf", "command = \"false", "exit status: 1"),
        (
            "min = \"report\"",
            "min = \"least\"",
            "there is no \"least\" in {\"report\":1}",
        ),
    ];
    for (right, wrong, reason) in cases {
        let folder = project(&SUITE.replace(right, wrong));
        let output = suite(&folder, &["--results", "results", "--form", "smoke"]);
        assert_eq!(output.status.code(), Some(2), "{reason}");
        assert!(
            text(&output.stderr).contains(reason),
            "{reason}: {}",
            text(&output.stderr)
        );
    }
    let folder = project(SUITE);
    let output = suite(&folder, &["--builds", "size"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("there is no table \"size\", but sizes, others"));
}

#[test]
fn the_projects_own_suite_names_what_can_be_built() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let output = emulator(&["suite", "bench/suite.toml", "--builds"])
        .current_dir(&root)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    let scripts = [
        "bench/build.sh",
        "bench/jvm/functions.sh",
        "bench/kernel/functions.sh",
        "tasks/build.sh",
    ];
    let scripts = scripts.map(|name| fs::read_to_string(root.join(name)).unwrap());
    for build in text(&output.stdout).lines() {
        let function = format!("\nbuild_{build}() {{");
        assert!(
            scripts.iter().any(|script| script.contains(&function)),
            "no script has build_{build}"
        );
    }
}
