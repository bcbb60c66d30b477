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
    "/console/api.js" "api.js" "text/javascript; charset=utf-8",
    "/console/charts.css" "charts.css" "text/css; charset=utf-8",
    "/console/charts.js" "charts.js" "text/javascript; charset=utf-8",
    "/console/detail.css" "detail.css" "text/css; charset=utf-8",
    "/console/detail.js" "detail.js" "text/javascript; charset=utf-8",
    "/console/dom.js" "dom.js" "text/javascript; charset=utf-8",
    "/console/editor.js" "editor.js" "text/javascript; charset=utf-8",
    "/console/failure.js" "failure.js" "text/javascript; charset=utf-8",
    "/console/format.js" "format.js" "text/javascript; charset=utf-8",
    "/console/functions.js" "functions.js" "text/javascript; charset=utf-8",
    "/console/icon.svg" "icon.svg" "image/svg+xml",
    "/console/json.js" "json.js" "text/javascript; charset=utf-8",
    "/console/layout.css" "layout.css" "text/css; charset=utf-8",
    "/console/list.css" "list.css" "text/css; charset=utf-8",
    "/console/list.js" "list.js" "text/javascript; charset=utf-8",
    "/console/main.js" "main.js" "text/javascript; charset=utf-8",
    "/console/parts.css" "parts.css" "text/css; charset=utf-8",
    "/console/plot.css" "plot.css" "text/css; charset=utf-8",
    "/console/plot.js" "plot.js" "text/javascript; charset=utf-8",
    "/console/sources.css" "sources.css" "text/css; charset=utf-8",
    "/console/sources.js" "sources.js" "text/javascript; charset=utf-8",
    "/console/store.js" "store.js" "text/javascript; charset=utf-8",
    "/console/timeline.js" "timeline.js" "text/javascript; charset=utf-8",
    "/console/tokens.css" "tokens.css" "text/css; charset=utf-8",
};

/// The file at this path, if there is one.
pub(super) fn asset(path: &str) -> Option<Reply> {
    let (_, content_type, text) = ASSETS.iter().find(|(name, ..)| *name == path)?;
    let body = Full::new(Bytes::from_static(text.as_bytes()));
    Some(with_type(StatusCode::OK, content_type, body))
}
