//! Which requests are answered.
//!
//! A page of another site must not be able to read or change anything: its requests carry its own `Origin`; where it points a name of
//! its own at this address (DNS rebinding), they carry that name as `Host`; and nothing changes without a token that only our page can
//! read.
//!
//! Nor may another user of this machine, who can connect like us: whoever asks needs the secret in the address that the program printed.
//! The page takes it out of the address and sends it in a header with all that it asks. A cookie would not do for that: browsers send
//! cookies to every port of a machine, and another port may be another user's. For the page's own files, which browsers fetch without
//! headers of ours, there is a cookie; it opens these and nothing else.

use super::api::Refusal;
use super::{App, pages};
use axum::extract::{Request, State};
use axum::http::header::{self, AUTHORIZATION, COOKIE, HOST, HeaderName, ORIGIN, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

/// How long an answer may take, the request's body included.
const ANSWER: Duration = Duration::from_secs(60);
/// The header that the page shows its token in.
const CSRF: &str = "x-csrf-token";
/// The name of the token in the printed address.
const KEY: &str = "token";
/// The beginning of the cookie's name; cookies know no ports, so the port is the rest of it.
const COOKIE_KEY: &str = "cotejo-";

/// Only our own files run, are shown or are requested; the page cannot be framed.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'none'";
const HEADERS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CACHE_CONTROL, "no-store"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// The names under which a server may be asked.
#[derive(Debug, Clone)]
pub struct Hosts {
    port: u16,
    loopback: bool,
    names: Vec<String>,
}

impl Hosts {
    /// For a server at that address; `names` are further ones that lead to it, in any case.
    pub fn new(listen: IpAddr, port: u16, names: &[String]) -> Self {
        Self { port, loopback: listen.is_loopback(), names: names.iter().map(|name| name.to_lowercase()).collect() }
    }

    /// Whether a `Host` header names this server. An address in figures cannot be another site's name; on a server that only this
    /// machine reaches it must be one of this machine's own.
    fn have(&self, host: &str) -> bool {
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.ends_with(']') => (name, port.parse().ok()),
            _ => (host, Some(80)),
        };
        let name = name.to_lowercase();
        let address: Option<IpAddr> = name.trim_start_matches('[').trim_end_matches(']').parse().ok();
        let named = name == "localhost" || self.names.contains(&name);
        port == Some(self.port) && (named || address.is_some_and(|address| !self.loopback || address.is_loopback()))
    }
}

/// Lets a request through, or says why not; closes every answer against misuse.
pub(super) async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let mut response = match admit(&app, request.method(), request.uri(), request.headers()) {
        Err(Refused::Here(refusal)) => refusal.into_response(),
        Err(Refused::Stranger) if request.uri().path().starts_with("/api/") => {
            Refusal::new(StatusCode::FORBIDDEN, STRANGER).into_response()
        }
        Err(Refused::Stranger) => (StatusCode::FORBIDDEN, Html(STRANGERS_PAGE)).into_response(),
        Ok(admitted) => {
            let mut response = match tokio::time::timeout(ANSWER, next.run(request)).await {
                Ok(response) => response,
                Err(_) => Refusal::new(StatusCode::REQUEST_TIMEOUT, "this took too long").into_response(),
            };
            if let Admitted::WithCookie(cookie) = admitted {
                response.headers_mut().insert(SET_COOKIE, cookie);
            }
            response
        }
    };
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

enum Admitted {
    Yes,
    /// The first visit: what the browser needs for the page's files.
    WithCookie(HeaderValue),
}

enum Refused {
    Here(Refusal),
    /// Without the secret, or with a wrong one.
    Stranger,
}

/// What a visitor without the token is told.
const STRANGER: &str = "open the address that `cotejo review` printed, with its token";
const STRANGERS_PAGE: &str = "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Cotejo</title>\n\
    <h1>Not without the token</h1>\n\
    <p>Open the whole address that <code>cotejo review</code> printed when it started, with <code>?token=</code> and what follows. \
    The token is another one each time the program starts, unless it was given with <code>--token</code>.</p>\n\
    <p lang=\"es\">Abra la dirección completa que <code>cotejo review</code> mostró al empezar, con <code>?token=</code> y lo que sigue.</p>\n\
    </html>\n";

fn admit(app: &App, method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<Admitted, Refused> {
    let refused = |status, message: &str| Err(Refused::Here(Refusal::new(status, message)));
    let text = |name: &HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let host = text(&HOST).unwrap_or_default();
    if !app.settings.hosts.have(host) {
        return refused(StatusCode::MISDIRECTED_REQUEST, "this server is not called that");
    }
    let foreign = text(&ORIGIN).is_some_and(|origin| !origin.eq_ignore_ascii_case(&format!("http://{host}")));
    let site = headers.get("sec-fetch-site").map(|value| value.as_bytes());
    // a link from elsewhere may open the page, but nothing more
    let linked = method == Method::GET && uri.path() == "/";
    if foreign || !linked && matches!(site, Some(b"cross-site" | b"same-site")) {
        return refused(StatusCode::FORBIDDEN, "not from another site");
    }
    let mut admitted = Admitted::Yes;
    if let Some(token) = &app.settings.token {
        let port = app.settings.hosts.port;
        let mut asked = uri.query().into_iter().flat_map(|query| query.split('&'));
        let in_address =
            linked && asked.any(|part| part.strip_prefix(KEY).and_then(|p| p.strip_prefix('=')).is_some_and(|t| same(t, token)));
        let in_header = text(&AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer ")).is_some_and(|shown| same(shown, token));
        // the router decides what is a file of ours; the cookie opens only those
        let is_file = pages::FILES.iter().any(|file| file.path == uri.path());
        let in_cookie = is_file && cookies(text(&COOKIE).unwrap_or_default(), port).any(|cookie| same(cookie, &app.files));
        if !in_address && !in_header && !in_cookie {
            return Err(Refused::Stranger);
        }
        if in_address {
            let cookie = format!("{COOKIE_KEY}{port}={}; Path=/; HttpOnly; SameSite=Strict", app.files);
            // a proof: figures and letters
            admitted = HeaderValue::from_str(&cookie).map_or(Admitted::Yes, Admitted::WithCookie);
        }
    }
    let changes = method != Method::GET && method != Method::HEAD;
    if changes && !headers.get(CSRF).is_some_and(|shown| same(shown.to_str().unwrap_or_default(), &app.csrf)) {
        return refused(StatusCode::FORBIDDEN, "the page is of an earlier run; load it again");
    }
    Ok(admitted)
}

/// What a browser kept for the server on that port.
fn cookies(header: &str, port: u16) -> impl Iterator<Item = &str> {
    let name = format!("{COOKIE_KEY}{port}=");
    header.split(';').filter_map(move |cookie| cookie.trim().strip_prefix(name.as_str()))
}

/// Whether two secrets are the same, in a time that says nothing of where they differ.
fn same(shown: &str, wanted: &str) -> bool {
    shown.len() == wanted.len() && shown.bytes().zip(wanted.bytes()).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_own_names() {
        let local = Hosts::new(IpAddr::from([127, 0, 0, 1]), 8080, &[]);
        for host in ["127.0.0.1:8080", "localhost:8080", "LOCALHOST:8080", "[::1]:8080"] {
            assert!(local.have(host), "{host}");
        }
        for host in
            ["", "127.0.0.1", "127.0.0.1:80", "evil.example:8080", "192.168.1.2:8080", "localhost.evil.example:8080", "127.0.0.1:8080:8080"]
        {
            assert!(!local.have(host), "{host}");
        }
        let open = Hosts::new(IpAddr::from([0, 0, 0, 0]), 80, &["Desk.example".to_owned()]);
        for (host, known) in [("192.168.1.2", true), ("desk.example", true), ("evil.example", false), ("[fe80::1]", true)] {
            assert_eq!(open.have(host), known, "{host}");
        }
    }
}
