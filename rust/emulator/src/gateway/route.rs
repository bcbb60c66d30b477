//! Routes of a gateway: a method and a path with variables, and the function behind them.

use form_urlencoded::parse;
use serde_json::{Map, Value};
use std::str::FromStr;

/// A route's key: `GET /orders/{id}`, `ANY /{proxy+}` or `$default`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteKey {
    text: String,
    /// `None` for `ANY`.
    method: Option<String>,
    /// `None` for `$default`.
    segments: Option<Vec<Segment>>,
}

/// A part of a path; the order is that in which routes are tried.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Segment {
    Literal(String),
    Variable(String),
    /// All that is left.
    Rest(String),
}

const METHODS: [&str; 8] = ["ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

impl FromStr for RouteKey {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = |what: &str| {
            format!(
                "{text:?} is no route: {what}; write \"METHOD /path/{{variable}}/{{rest+}}\", with ANY for all methods, or \"$default\""
            )
        };
        if text == "$default" {
            return Ok(RouteKey {
                text: text.to_owned(),
                method: None,
                segments: None,
            });
        }
        let (method, path) = text.split_once(' ').ok_or_else(|| wrong("there is no path"))?;
        if !METHODS.contains(&method) {
            return Err(wrong("its method is unknown"));
        }
        let path = path
            .strip_prefix('/')
            .ok_or_else(|| wrong("its path begins with no /"))?;
        let segments: Vec<Segment> = path
            .split('/')
            .map(Segment::of)
            .collect::<Option<_>>()
            .ok_or_else(|| wrong("its braces do not close"))?;
        let before = &segments[..segments.len() - 1];
        if before.iter().any(|segment| matches!(segment, Segment::Rest(_))) {
            return Err(wrong("{rest+} is not at its end"));
        }
        Ok(RouteKey {
            text: text.to_owned(),
            method: (method != "ANY").then(|| method.to_owned()),
            segments: Some(segments),
        })
    }
}

impl Segment {
    fn of(text: &str) -> Option<Self> {
        match text.strip_prefix('{') {
            Some(variable) => {
                let name = variable.strip_suffix('}')?;
                match name.strip_suffix('+') {
                    Some(name) => Some(Segment::Rest(name.to_owned())),
                    None => Some(Segment::Variable(name.to_owned())),
                }
            }
            None if text.contains(['{', '}']) => None,
            None => Some(Segment::Literal(text.to_owned())),
        }
    }
}

impl RouteKey {
    /// As it was written.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The path alone.
    pub(super) fn resource(&self) -> &str {
        self.text
            .split_once(' ')
            .map_or(self.text.as_str(), |(_, path)| path)
    }

    /// Routes are tried in this order: literal parts before variables, variables before the rest, `$default` last; and
    /// a method before `ANY`.
    pub(super) fn rank(&self) -> impl Ord + use<> {
        let kinds = self.segments.as_ref().map(|segments| {
            let kind = |segment: &Segment| match segment {
                Segment::Literal(_) => 0_u8,
                Segment::Variable(_) => 1,
                Segment::Rest(_) => 2,
            };
            segments.iter().map(kind).collect::<Vec<_>>()
        });
        (kinds.is_none(), kinds, self.method.is_none())
    }

    /// The variables of the path, if it is this route's.
    pub(super) fn variables(&self, method: &str, path: &str) -> Option<Map<String, Value>> {
        let mut variables = Map::new();
        if self.method.as_ref().is_some_and(|known| known != method) {
            return None;
        }
        let Some(segments) = &self.segments else {
            return Some(variables);
        };
        let mut rest = path.strip_prefix('/').unwrap_or(path);
        for (index, segment) in segments.iter().enumerate() {
            let last = index + 1 == segments.len();
            if let Segment::Rest(name) = segment {
                if rest.is_empty() {
                    return None;
                }
                variables.insert(name.clone(), decoded(rest).into());
                return Some(variables);
            }
            let (part, after) = match rest.split_once('/') {
                Some((part, after)) => (part, Some(after)),
                None => (rest, None),
            };
            match segment {
                Segment::Literal(known) if known != part => return None,
                Segment::Variable(_) if part.is_empty() => return None,
                Segment::Variable(name) => drop(variables.insert(name.clone(), decoded(part).into())),
                _ => {}
            }
            match (after, last) {
                (None, true) => return Some(variables),
                (Some(after), false) => rest = after,
                _ => return None,
            }
        }
        None
    }
}

/// Percent-encoded bytes as they were; a plus is one.
fn decoded(part: &str) -> String {
    let pair = format!("={}", part.replace('+', "%2B").replace('&', "%26"));
    parse(pair.as_bytes())
        .next()
        .map_or_else(String::new, |(_, value)| value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::RouteKey;
    use serde_json::Value;

    fn chosen(method: &str, path: &str) -> Option<(String, String)> {
        let mut keys: Vec<RouteKey> = [
            "$default",
            "ANY /{proxy+}",
            "GET /orders/{id}",
            "ANY /orders/{id}",
            "GET /orders/new",
            "GET /orders/{id}/lines/{line}",
            "GET /",
        ]
        .iter()
        .map(|key| key.parse().unwrap())
        .collect();
        keys.sort_by_key(RouteKey::rank);
        keys.iter().find_map(|key| {
            let variables = key.variables(method, path)?;
            Some((key.text().to_owned(), Value::from(variables).to_string()))
        })
    }

    #[test]
    fn the_most_specific_route_is_taken() {
        let cases = [
            ("GET", "/orders/17", "GET /orders/{id}", r#"{"id":"17"}"#),
            ("PUT", "/orders/17", "ANY /orders/{id}", r#"{"id":"17"}"#),
            ("GET", "/orders/new", "GET /orders/new", "{}"),
            (
                "GET",
                "/orders/a%20b+c&d",
                "GET /orders/{id}",
                r#"{"id":"a b+c&d"}"#,
            ),
            (
                "GET",
                "/orders/1/lines/2",
                "GET /orders/{id}/lines/{line}",
                r#"{"id":"1","line":"2"}"#,
            ),
            (
                "GET",
                "/orders/1/lines",
                "ANY /{proxy+}",
                r#"{"proxy":"orders/1/lines"}"#,
            ),
            ("GET", "/orders/", "ANY /{proxy+}", r#"{"proxy":"orders/"}"#),
            ("GET", "/", "GET /", "{}"),
            ("POST", "/", "$default", "{}"),
        ];
        for (method, path, route, variables) in cases {
            let expected = Some((route.to_owned(), variables.to_owned()));
            assert_eq!(chosen(method, path), expected, "{method} {path}");
        }
    }

    #[test]
    fn what_is_no_route_is_told() {
        for text in [
            "",
            "GET",
            "GET orders",
            "get /",
            "LOOK /",
            "GET /{a",
            "GET /a{b}",
            "GET /{a+}/b",
        ] {
            assert!(
                text.parse::<RouteKey>()
                    .unwrap_err()
                    .contains("write \"METHOD /path"),
                "{text}"
            );
        }
    }
}
