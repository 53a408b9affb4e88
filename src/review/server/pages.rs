//! The page: its files, in the program.

use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

/// A file of the page.
pub(super) struct File {
    /// Where it is asked for.
    pub(super) path: &'static str,
    kind: &'static str,
    text: &'static str,
}

/// All files; nothing else can be asked for.
pub(super) static FILES: [File; 6] = [
    File { path: "/", kind: "text/html; charset=utf-8", text: include_str!("../pages/index.html") },
    File { path: "/style.css", kind: "text/css; charset=utf-8", text: include_str!("../pages/style.css") },
    File { path: "/app.js", kind: "text/javascript; charset=utf-8", text: include_str!("../pages/app.js") },
    File { path: "/view.js", kind: "text/javascript; charset=utf-8", text: include_str!("../pages/view.js") },
    File { path: "/strings.js", kind: "text/javascript; charset=utf-8", text: include_str!("../pages/strings.js") },
    File { path: "/icon.svg", kind: "image/svg+xml", text: include_str!("../pages/icon.svg") },
];

impl IntoResponse for &'static File {
    fn into_response(self) -> Response {
        ([(CONTENT_TYPE, self.kind)], self.text).into_response()
    }
}
