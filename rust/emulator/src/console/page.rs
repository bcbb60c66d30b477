//! What the page is made of.

use super::reply::{Reply, with_type};
use bytes::Bytes;
use http_body_util::Full;
use hyper::StatusCode;

macro_rules! assets {
    ($($path:literal $file:literal $content_type:literal,)*) => {
        &[$(($path, $content_type, include_str!(concat!("page/", $file)))),*]
    };
}

/// Path, content type and text of each file.
const ASSETS: &[(&str, &str, &str)] = assets! {
    "/" "index.html" "text/html; charset=utf-8",
};

/// The file at this path, if there is one.
pub(super) fn asset(path: &str) -> Option<Reply> {
    let (_, content_type, text) = ASSETS.iter().find(|(name, ..)| *name == path)?;
    let body = Full::new(Bytes::from_static(text.as_bytes()));
    Some(with_type(StatusCode::OK, content_type, body))
}
