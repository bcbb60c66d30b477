//! Function URLs on the port of the Invoke API: `/urls/NAME/path` is `/path` of the function's URL.

use crate::{function_url, functions::Functions};
use hyper::{
    Request, Uri,
    body::Incoming,
    http::uri::{Parts, PathAndQuery},
};
use std::{collections::BTreeMap, sync::Arc};

/// The functions that have a URL.
#[derive(Debug)]
pub(super) struct Urls(BTreeMap<String, Arc<function_url::Service>>);

/// Whose a request is.
pub(super) enum Taken {
    /// A function URL's, with its path.
    Url(Arc<function_url::Service>, Request<Incoming>),
    Not(Request<Incoming>),
}

impl Urls {
    pub(super) fn of(functions: &Functions) -> Self {
        let urls = functions.iter().filter_map(|emulator| {
            let settings = emulator.settings();
            let service = function_url::Service::new(Arc::clone(emulator), settings.url?);
            Some((settings.name.clone(), Arc::new(service)))
        });
        Urls(urls.collect())
    }

    pub(super) fn take(&self, mut request: Request<Incoming>) -> Taken {
        let Some((name, target)) = split(request.uri()) else {
            return Taken::Not(request);
        };
        let Some(service) = self.0.get(&name) else {
            return Taken::Not(request);
        };
        *request.uri_mut() = target;
        Taken::Url(Arc::clone(service), request)
    }
}

/// The function's name, and the request's target as its URL has it.
fn split(target: &Uri) -> Option<(String, Uri)> {
    let rest = target.path_and_query()?.as_str().strip_prefix("/urls/")?;
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (name, rest) = rest.split_at(end);
    let path = match rest.starts_with('/') {
        true => rest.to_owned(),
        false => format!("/{rest}"),
    };
    let mut parts = Parts::from(target.clone());
    parts.path_and_query = Some(path.parse::<PathAndQuery>().ok()?);
    Some((name.to_owned(), Uri::from_parts(parts).ok()?))
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn a_path_is_the_functions_name_and_what_its_url_gets() {
        let cases = [
            ("/urls/orders/", "/"),
            ("/urls/orders", "/"),
            ("/urls/orders?a=%20b", "/?a=%20b"),
            ("/urls/orders/a%2Fb//c?d=/e", "/a%2Fb//c?d=/e"),
            ("http://localhost:9000/urls/orders/a", "http://localhost:9000/a"),
        ];
        for (target, expected) in cases {
            let (name, url) = split(&target.parse().unwrap()).unwrap();
            assert_eq!((name.as_str(), url.to_string().as_str()), ("orders", expected));
        }
        for target in ["/", "/urls", "/url/orders/", "*"] {
            assert!(split(&target.parse().unwrap()).is_none(), "{target}");
        }
    }
}
