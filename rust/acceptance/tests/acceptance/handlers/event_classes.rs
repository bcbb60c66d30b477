//! Every class of aws-lambda-java-events in an image, against what AWS's own client answers on the JVM. There,
//! `EventClassesTest` of `java/aws` asks the same of both, and records the answers.

use super::*;

/// Classes with properties for which there is no field of the same name. Jackson writes those in the order in which
/// a VM lists methods, which is the VM's own choice; the builder's is another one.
const IN_ORDER_OF_THE_VM: [&str; 3] = [
    "APIGatewayV2CustomAuthorizerEvent",
    "DynamodbEvent",
    "DynamodbTimeWindowEvent",
];

acceptance::for_targets!([image: Image Handlers], [are_read_and_written_as_on_the_jvm]);

fn are_read_and_written_as_on_the_jvm(target: Target) {
    let folder = acceptance::root().join("java/acceptance-aws/src/main/events");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    assert_eq!(files.len(), 69);
    let mut wrong = Vec::new();
    for file in files {
        let class = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let recorded = std::fs::read_to_string(&file).unwrap();
        let lines: Vec<&str> = recorded.split('\n').collect();
        let function = start(target, &format!("Events$Of{class}"));
        for case in lines.chunks_exact(4) {
            let [name, event, kind, expected] = case else {
                panic!("{class}: not four lines")
            };
            let (answered, text) = match function.completion(*event).answer {
                Answer::Response(response) => {
                    ("response", String::from_utf8_lossy(&response.body).into_owned())
                }
                Answer::Error(error) => {
                    let report: Value = serde_json::from_slice(&error.body).unwrap();
                    ("error", report["errorMessage"].as_str().unwrap().to_owned())
                }
                other => panic!("{class}, {name}: {other:?}"),
            };
            let same = match IN_ORDER_OF_THE_VM.contains(&class.as_str()) {
                true => json(&text) == json(expected),
                false => text == *expected,
            };
            if answered != *kind || !same {
                wrong.push(format!(
                    "{class}, {name}:\n  {kind} {expected:.2000}\n  {answered} {text:.2000}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// Errors are no JSON.
fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| text.into())
}
