//! Events as AWS's services send them, one for each kind.
//!
//! Made by this project from the shapes that AWS's documentation describes; the Java tests read each with the class that AWS
//! has for it. `examples/index.json` says of each which that is.

use serde::Deserialize;
use std::sync::LazyLock;

/// An event to try a function with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// Its name, for example `sqs`.
    pub name: String,
    /// The class of `aws-lambda-java-events` that it is read as; `None` where AWS has none.
    pub class: Option<String>,
    /// What sends it, in a line.
    pub about: String,
    /// The event: JSON, indented.
    pub event: &'static str,
}

#[derive(Deserialize)]
struct Entry {
    name: String,
    class: Option<String>,
    about: String,
}

/// All of them, by name.
pub fn examples() -> &'static [Example] {
    static EXAMPLES: LazyLock<Vec<Example>> = LazyLock::new(|| {
        let index: Vec<Entry> =
            serde_json::from_str(include_str!("../examples/index.json")).unwrap_or_default();
        let event = |name: &str| {
            EVENTS
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, event)| *event)
        };
        index
            .into_iter()
            .filter_map(|entry| {
                Some(Example {
                    event: event(&entry.name)?,
                    name: entry.name,
                    class: entry.class,
                    about: entry.about,
                })
            })
            .collect()
    });
    &EXAMPLES
}

/// The one of this name.
pub fn example(name: &str) -> Option<&'static Example> {
    examples().iter().find(|example| example.name == name)
}

macro_rules! events {
    ($($name:literal,)*) => {
        &[$(($name, include_str!(concat!("../examples/", $name, ".json")))),*]
    };
}

static EVENTS: &[(&str, &str)] = events![
    "activemq",
    "alb",
    "alb-multi-value",
    "apigw-authorizer-token",
    "apigw-authorizer-v1",
    "apigw-authorizer-v2",
    "apigw-v1",
    "apigw-v2",
    "apigw-websocket",
    "apigw-websocket-connect",
    "apigw-websocket-proxy",
    "appsync-authorizer",
    "cloudformation",
    "cloudfront",
    "cloudwatch-alarm",
    "cloudwatch-composite-alarm",
    "cloudwatch-logs",
    "codecommit",
    "cognito-create-auth-challenge",
    "cognito-custom-message",
    "cognito-define-auth-challenge",
    "cognito-migrate-user",
    "cognito-post-authentication",
    "cognito-post-confirmation",
    "cognito-pre-authentication",
    "cognito-pre-sign-up",
    "cognito-pre-token-generation",
    "cognito-pre-token-generation-v2",
    "cognito-sync",
    "cognito-verify-auth-challenge",
    "config",
    "connect",
    "destination-failure",
    "destination-success",
    "dynamodb",
    "dynamodb-time-window",
    "eventbridge",
    "firehose",
    "firehose-msk",
    "function-url",
    "iot-button",
    "kafka-msk",
    "kafka-self-managed",
    "kinesis",
    "kinesis-analytics-delivery",
    "kinesis-analytics-firehose",
    "kinesis-analytics-streams",
    "kinesis-time-window",
    "lex",
    "lex-v2",
    "rabbitmq",
    "s3",
    "s3-batch",
    "s3-batch-v2",
    "s3-delete",
    "s3-object-lambda",
    "scheduled",
    "secrets-rotation",
    "ses",
    "sns",
    "sqs",
    "sqs-fifo",
    "step-functions",
];

#[cfg(test)]
mod tests {
    use super::{EVENTS, example, examples};
    use serde_json::Value;

    #[test]
    fn every_file_is_an_event_that_is_listed() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/examples");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .filter_map(|file| file.strip_suffix(".json").map(str::to_owned))
            .filter(|name| name != "index")
            .collect();
        files.sort();
        let known: Vec<&str> = EVENTS.iter().map(|(name, _)| *name).collect();
        let listed: Vec<&str> = examples().iter().map(|example| example.name.as_str()).collect();
        assert_eq!(known, files);
        assert_eq!(listed, files);
        for example in examples() {
            assert!(
                serde_json::from_str::<Value>(example.event).is_ok(),
                "{}",
                example.name
            );
            assert!(!example.about.is_empty());
        }
        assert_eq!(example("no-such"), None);
        let class = example("sqs").unwrap().class.as_deref().unwrap();
        assert_eq!(class, "com.amazonaws.services.lambda.runtime.events.SQSEvent");
    }
}
