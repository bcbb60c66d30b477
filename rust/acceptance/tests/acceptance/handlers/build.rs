//! A handler that is none fails the build of its image, with what was found.

use std::process::Command;

use acceptance::{heavy_permit, required_env, root};

fn failed_build(handler: &str) -> String {
    let _permit = heavy_permit();
    let jars = "java/acceptance-aws/target";
    let output = Command::new(required_env("LIBHELLO_NATIVE_IMAGE"))
        .current_dir(root())
        .args(["-Ob", "--no-fallback", "-J-XX:TieredStopAtLevel=1", "-o"])
        .arg("target/acceptance/no-handler")
        .arg(format!("-Dlibhello.handler={handler}"))
        .arg("-cp")
        .arg(format!("{jars}/libhello-acceptance-aws.jar:{jars}/lib/*"))
        .arg("io.github.libhello.aws.HandlerMain")
        .output()
        .expect("native-image can be started");
    let text = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(!output.status.success(), "{handler}: {text}");
    text
}

#[test]
fn a_class_that_is_not_there_is_named() {
    let text = failed_build("com.example.Missing");
    assert!(
        text.contains("libHello: Class not found: com.example.Missing"),
        "{text}"
    );
}

#[test]
fn a_method_that_fits_no_rule_is_named() {
    let text = failed_build("java.util.HashMap::put");
    let found = "libHello: No public method named put with appropriate method signature found on class \
                 java.util.HashMap, but public V java.util.HashMap.put(K,V)";
    assert!(text.contains(found), "{text}");
}
