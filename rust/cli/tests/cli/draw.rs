//! `lambda-emulator draw`: from a record to a picture.

use crate::{
    command_line::{Folder, emulator},
    function::ECHO,
};
use std::{fs, process::Output};

fn draw(arguments: &[&str]) -> Output {
    emulator(&[&["draw"], arguments].concat()).output().unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn what_was_measured_can_be_drawn() {
    let folder = Folder::new();
    let (record, svg) = (folder.path("samples.json"), folder.path("cold.svg"));
    let (record, picture) = (record.to_str().unwrap(), svg.to_str().unwrap());
    let (one, two) = (format!("one & only={ECHO}"), format!("other={ECHO}"));
    let mut measured = emulator(&[
        "measure",
        "--function",
        &one,
        "--function",
        &two,
        "--payload-bytes",
        "10",
        "--processes",
        "2",
        "--warm",
        "5",
        "--discard",
        "0",
        "--memory",
        "128",
        "--memory",
        "256",
        "--json",
        record,
    ]);
    assert!(measured.output().unwrap().status.success());
    for form in [&["--log"][..], &["--lines"], &["--lines", "memory", "--log"]] {
        let output = draw(&[&["--json", record, "--title", "Starts", "--out", picture], form].concat());
        assert_eq!(output.status.code(), Some(0), "{}", told(&output));
        let drawn = fs::read_to_string(&svg).unwrap();
        assert!(drawn.starts_with("<svg ") && drawn.ends_with("</svg>\n"));
        for text in [
            ">one &amp; only<",
            ">other<",
            ">Starts<",
            "2 processes",
            "Unlimited: no limits were asked for",
        ] {
            assert!(drawn.contains(text), "{text}: {drawn}");
        }
    }
}

#[test]
fn what_cannot_be_drawn_is_told() {
    let folder = Folder::new();
    let record = folder.file(
        "record.json",
        r#"{"functions":[{"name":"a","figures":{"cold_ms":{"median":1}}}]}"#,
    );
    let (svg, gif) = (folder.path("a.svg"), folder.path("a.gif"));
    let (svg, gif) = (svg.to_str().unwrap(), gif.to_str().unwrap());
    let cases: [(&[&str], &str); 5] = [
        (&["--json", "no-such.json", "--out", svg], "no-such.json"),
        (
            &["--json", &record, "--figure", "speed", "--out", svg],
            "a has no figure speed, but cold_ms",
        ),
        (&["--json", &record, "--out", gif], "ends in .svg"),
        (&["--json", &record], "--out"),
        (
            &["--json", &record, "--memory", "128", "--out", svg],
            "nothing to draw",
        ),
    ];
    for (arguments, reason) in cases {
        let output = draw(arguments);
        assert_eq!(output.status.code(), Some(2), "{}", told(&output));
        assert!(told(&output).contains(reason), "{}", told(&output));
    }
    assert!(
        draw(&["--json", &record, "--out", svg]).status.success(),
        "a median is enough"
    );
}
