//! What the shim (`java/runtime/src/main/image/main.c`) and the linker do for an image before any of its own code runs.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use std::fs;
use std::process::Command;

use acceptance::{Function, Target, for_targets, root};

for_targets!([runtime: Image Runtime, natives: Image Natives], [starts_with_its_standard_streams_closed]);

/// Every set of closed streams: none of them may become a socket or a poll of the library's.
fn starts_with_its_standard_streams_closed(target: Target) {
    for closed in 0_u8..8 {
        let mut settings = target.settings();
        let (image, arguments) = target.command(None);
        let redirections: String = ["<&-", ">&-", "2>&-"]
            .iter()
            .enumerate()
            .filter(|(stream, _)| closed >> stream & 1 == 1)
            .map(|(_, redirection)| format!(" {redirection}"))
            .collect();
        settings.command = "/bin/sh".into();
        settings.args = vec!["-c".into(), format!("exec \"$0\" \"$@\"{redirections}").into()];
        settings.args.push(image.into());
        settings.args.extend(arguments);
        let function = Function::with(settings);
        assert_eq!(
            function.respond_text("scenario:print:a line"),
            "printed",
            "{redirections}"
        );
        function.goes_on();

        let pid = function.emulator().pid().unwrap();
        for stream in 0..3 {
            let file = fs::read_link(format!("/proc/{pid}/fd/{stream}")).unwrap();
            let null = file == std::path::Path::new("/dev/null");
            if closed >> stream & 1 == 1 {
                assert!(null, "{redirections}: {stream} is {}", file.display());
            } else {
                assert!(
                    null || file.to_string_lossy().starts_with("pipe:"),
                    "{redirections}: {stream} is {}",
                    file.display()
                );
            }
        }
        let logged = function.emulator().log().contains("a line");
        assert_eq!(logged, closed & 2 == 0, "{redirections}");
    }
}

/// Nothing that the linker has filled in can be written to afterwards.
#[test]
fn images_are_linked_with_all_relocations_read_only() {
    for image in [
        "dist/bootstrap",
        "target/acceptance/acceptance",
        "dist/libHello.so",
    ] {
        let output = Command::new("readelf")
            .args(["--dynamic", "--program-headers", "--wide", image])
            .current_dir(root())
            .output()
            .unwrap();
        assert!(output.status.success(), "readelf {image}");
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(text.contains("GNU_RELRO"), "{image}:\n{text}");
        assert!(
            text.lines()
                .any(|line| line.contains("(FLAGS") && line.contains("NOW")),
            "{image} is bound lazily:\n{text}"
        );
    }
}

/// Each library is searched, loaded and set up at every start. The dynamic linker is there already.
#[test]
fn image_and_library_load_no_other_than_the_c_library() {
    for file in [
        "dist/bootstrap",
        "target/acceptance/acceptance",
        "dist/libHello.so",
    ] {
        let output = Command::new("readelf")
            .args(["--dynamic", "--wide", file])
            .current_dir(root())
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        let needed: Vec<_> = text
            .lines()
            .filter(|line| line.contains("(NEEDED)"))
            .filter_map(|line| line.split(['[', ']']).nth(1))
            .filter(|name| !name.starts_with("ld-linux"))
            .collect();
        assert_eq!(needed, ["libc.so.6"], "{file}: {text}");
    }
}

/// Each would be written into a page that is copied for it.
#[test]
fn images_have_no_addresses_to_write_at_their_start() {
    for image in ["dist/bootstrap", "target/acceptance/acceptance"] {
        let output = Command::new("readelf")
            .args(["--relocs", "--wide", image])
            .current_dir(root())
            .output()
            .unwrap();
        assert!(output.status.success(), "readelf {image}");
        let text = String::from_utf8_lossy(&output.stdout);
        let relative = text.lines().filter(|line| line.contains("_RELATIVE")).count();
        assert_eq!(relative, 0, "{image}");
    }
}
