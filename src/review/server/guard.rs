//! Who may ask.
//!
//! A page of another site must not be able to read or change anything: its requests carry its own `Origin`; where it points a name of
//! its own at this address (DNS rebinding), they carry that name as `Host`; and nothing changes without a token that only our page can
//! read. Whoever asks from another machine needs the secret that the program printed.

use super::App;
use super::api::Refusal;
use axum::extract::{Request, State};
use axum::http::header::{self, AUTHORIZATION, COOKIE, HOST, HeaderName, LOCATION, ORIGIN, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

/// So long an answer may take, the request's body included.
const ANSWER: Duration = Duration::from_secs(60);
/// The header that the page shows its token in.
const CSRF: &str = "x-csrf-token";
/// What the secret is called in the printed address,
const KEY: &str = "token";
/// and in the cookie; cookies know no ports, so the name must be our own.
const COOKIE_KEY: &str = "cotejo-token";

/// Nothing but our own files runs, is shown or is asked; nobody frames the page.
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
        Err(refusal) => refusal.into_response(),
        Ok(Admitted::WithCookie(cookie)) => {
            (StatusCode::SEE_OTHER, [(SET_COOKIE, cookie), (LOCATION, HeaderValue::from_static("/"))]).into_response()
        }
        Ok(Admitted::Yes) => match tokio::time::timeout(ANSWER, next.run(request)).await {
            Ok(response) => response,
            Err(_) => Refusal::new(StatusCode::REQUEST_TIMEOUT, "this took too long").into_response(),
        },
    };
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

enum Admitted {
    Yes,
    /// The first visit: the secret moves from the address into a cookie.
    WithCookie(HeaderValue),
}

fn admit(app: &App, method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<Admitted, Refusal> {
    let text = |name: &HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let host = text(&HOST).unwrap_or_default();
    if !app.settings.hosts.have(host) {
        return Err(Refusal::new(StatusCode::MISDIRECTED_REQUEST, "this server is not called that"));
    }
    let foreign = text(&ORIGIN).is_some_and(|origin| !origin.eq_ignore_ascii_case(&format!("http://{host}")));
    let site = headers.get("sec-fetch-site").map(|value| value.as_bytes());
    // a link from elsewhere may open the page, but nothing more
    let linked = method == Method::GET && uri.path() == "/";
    if foreign || !linked && matches!(site, Some(b"cross-site" | b"same-site")) {
        return Err(Refusal::new(StatusCode::FORBIDDEN, "not from another site"));
    }
    if let Some(token) = &app.settings.token
        && !cookies(text(&COOKIE).unwrap_or_default()).any(|cookie| same(cookie, token))
        && !text(&AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer ")).is_some_and(|shown| same(shown, token))
    {
        let shown = uri.query().into_iter().flat_map(|query| query.split('&')).find_map(|part| part.strip_prefix(KEY)?.strip_prefix('='));
        if !linked || !shown.is_some_and(|shown| same(shown, token)) {
            return Err(Refusal::new(StatusCode::UNAUTHORIZED, "open the address that the program printed, with its token"));
        }
        let cookie = HeaderValue::from_str(&format!("{COOKIE_KEY}={token}; Path=/; HttpOnly; SameSite=Lax"));
        return cookie.map(Admitted::WithCookie).map_err(|_| Refusal::new(StatusCode::UNAUTHORIZED, "no cookie can hold that token"));
    }
    let changes = method != Method::GET && method != Method::HEAD;
    if changes && !headers.get(CSRF).is_some_and(|shown| same(shown.to_str().unwrap_or_default(), &app.csrf)) {
        return Err(Refusal::new(StatusCode::FORBIDDEN, "the page is of an earlier run; load it again"));
    }
    Ok(Admitted::Yes)
}

fn cookies(header: &str) -> impl Iterator<Item = &str> {
    header.split(';').filter_map(|cookie| cookie.trim().strip_prefix(COOKIE_KEY)?.strip_prefix('='))
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
