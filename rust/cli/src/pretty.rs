//! Indents JSON without touching a single value: numbers keep their digits, objects their order.

/// Lists of plain values stay on one line, since most are points. What is not JSON comes out as it is.
pub(crate) fn pretty(json: &[u8]) -> Vec<u8> {
    if serde_json::from_slice::<serde_json::Value>(json).is_err() {
        return json.to_vec();
    }
    let tokens = tokens(json);
    let mut text = Vec::with_capacity(json.len() * 2);
    let mut open: Vec<bool> = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let next = tokens.get(index + 1).copied();
        match *token {
            b"{" | b"[" => {
                text.extend_from_slice(token);
                let spread = match *token {
                    b"{" => next != Some(b"}"),
                    _ => nested(&tokens[index + 1..]),
                };
                open.push(spread);
                if spread {
                    new_line(&mut text, open.len());
                }
            }
            b"}" | b"]" => {
                if open.pop() == Some(true) {
                    new_line(&mut text, open.len());
                }
                text.extend_from_slice(token);
            }
            b"," => {
                text.push(b',');
                match open.last() {
                    Some(true) => new_line(&mut text, open.len()),
                    _ => text.push(b' '),
                }
            }
            b":" => text.extend_from_slice(b": "),
            value => text.extend_from_slice(value),
        }
    }
    text
}

/// Whether the list that has just been opened holds another list or an object.
fn nested(rest: &[&[u8]]) -> bool {
    rest.iter()
        .take_while(|token| **token != b"]")
        .any(|token| matches!(*token, b"{" | b"["))
}

fn new_line(text: &mut Vec<u8>, depth: usize) {
    text.push(b'\n');
    text.extend(std::iter::repeat_n(b' ', 2 * depth));
}

fn tokens(json: &[u8]) -> Vec<&[u8]> {
    let mut tokens = Vec::new();
    let mut rest = json.trim_ascii();
    while let Some(first) = rest.first() {
        let length = match first {
            b'"' => string_length(rest),
            b'{' | b'}' | b'[' | b']' | b',' | b':' => 1,
            _ => rest
                .iter()
                .position(|byte| byte.is_ascii_whitespace() || b",:]}".contains(byte))
                .unwrap_or(rest.len()),
        };
        let (token, after) = rest.split_at(length);
        tokens.push(token);
        rest = after.trim_ascii_start();
    }
    tokens
}

fn string_length(text: &[u8]) -> usize {
    let mut escaped = false;
    for (index, byte) in text.iter().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return index + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::pretty;

    #[test]
    fn keeps_order_digits_and_escapes() {
        let json = br#"{"b":1.50,"a":[[1,2.0],[3,4]],"t":"x \" , {","e":{},"l":[]}"#;
        let expected = "{\n  \"b\": 1.50,\n  \"a\": [\n    [1, 2.0],\n    [3, 4]\n  ],\n  \"t\": \"x \\\" , {\",\n  \"e\": {},\n  \"l\": []\n}";
        assert_eq!(String::from_utf8_lossy(&pretty(json)), expected);
    }

    #[test]
    fn leaves_what_is_not_json_alone() {
        assert_eq!(pretty(b"plain \xff text"), b"plain \xff text");
    }
}
