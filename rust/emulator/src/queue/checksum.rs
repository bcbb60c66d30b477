//! The MD5 sums that SDKs hold what they sent against.

use base64::{Engine, engine::general_purpose::STANDARD};
use md5::{Digest, Md5};
use serde_json::{Map, Value};

/// Of a message's body.
pub(super) fn of_body(body: &[u8]) -> String {
    hexadecimal(&Md5::digest(body))
}

/// Of its attributes, by name: each part with its length before it.
pub(super) fn of_attributes(attributes: &Map<String, Value>) -> String {
    let mut names: Vec<&String> = attributes.keys().collect();
    names.sort();
    let mut sum = Md5::new();
    let mut part = |bytes: &[u8], kind: Option<u8>| {
        if let Some(kind) = kind {
            sum.update([kind]);
        }
        sum.update(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
        sum.update(bytes);
    };
    for name in names {
        let attribute = &attributes[name];
        part(name.as_bytes(), None);
        part(
            attribute["DataType"].as_str().unwrap_or_default().as_bytes(),
            None,
        );
        match attribute["BinaryValue"].as_str() {
            Some(value) => part(&STANDARD.decode(value).unwrap_or_default(), Some(2)),
            None => part(
                attribute["StringValue"].as_str().unwrap_or_default().as_bytes(),
                Some(1),
            ),
        }
    }
    hexadecimal(&sum.finalize())
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::{of_attributes, of_body};
    use serde_json::json;

    #[test]
    fn sums_are_those_of_sqs() {
        assert_eq!(of_body(b"hello"), "5d41402abc4b2a76b9719d911017c592");
        // As botocore's and moto's tests have it for this attribute.
        let attributes = json!({"timestamp": {"DataType": "Number", "StringValue": "1493147359900"}});
        assert_eq!(
            of_attributes(attributes.as_object().unwrap()),
            "235c5c510d26fb653d073faed50ae77c"
        );
    }
}
