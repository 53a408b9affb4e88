//! The review page's server: HTTP/1.1 on one address, a page and a JSON API, nothing else.
//!
//! `guard` decides who may ask at all, `api` answers, `pages` holds the files of the page, `visitors` are the connections.

mod api;
mod guard;
mod pages;
mod visitors;

pub use guard::Hosts;

use super::store::Store;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use axum::{Router, middleware};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::io;
use std::net::TcpListener;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use visitors::{Asked, Visitor, Visitors};

/// How a server behaves.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The name under which the page first signs decisions.
    pub reviewer: String,
    /// What visitors must show; `None` lets everybody in who can connect, every user of this machine too.
    pub token: Option<String>,
    /// The names under which the server may be asked.
    pub hosts: Hosts,
}

/// What the handlers share.
struct App {
    store: Mutex<Store>,
    settings: Settings,
    /// Shown by the page with everything that changes something; another site cannot read it.
    csrf: String,
    /// What a browser shows in a cookie, where it cannot show the token: when it fetches the page's files. It opens nothing else.
    files: String,
}

/// No request is larger, in bytes: twice the longest text, whose every byte JSON may need two for, and some.
const LARGEST_BODY: usize = 160 << 10;
/// How long a head may take, and an idle connection stay.
const HEAD: Duration = Duration::from_secs(20);
/// How soon the end is noticed.
const TICK: Duration = Duration::from_millis(100);
/// How long unfinished answers may take at the end.
const LAST_ANSWERS: Duration = Duration::from_secs(3);

/// 32 hexadecimal digits that nobody can guess.
///
/// # Errors
/// The system gives no random numbers.
pub(crate) fn token() -> io::Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Serves the page until `stop` is set; then answers what was asked, and returns.
///
/// # Errors
/// The system refuses: no thread, no random numbers.
pub(crate) fn serve(listener: TcpListener, store: Store, settings: Settings, stop: &AtomicBool) -> io::Result<()> {
    let router = site(store, settings)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    listener.set_nonblocking(true)?;
    runtime.block_on(accept(listener, router, stop))
}

/// What answers requests, for who brings the connections: [`serve`], and the fuzzer of fuzz/.
///
/// # Errors
/// The system gives no random numbers.
#[doc(hidden)]
pub fn site(store: Store, settings: Settings) -> io::Result<Router> {
    let app = Arc::new(App { store: Mutex::new(store), settings, csrf: token()?, files: token()? });
    let page = pages::FILES.iter().fold(Router::new(), |router, file| router.route(file.path, get(move || async move { file })));
    let router = page
        .route("/api/hello", get(api::hello))
        .route("/api/overview", get(api::overview))
        .route("/api/queue", get(api::queue))
        .route("/api/pairs/{id}", get(api::pair))
        .route("/api/pairs/{id}/decisions", post(api::decide))
        .route("/api/undo", post(api::undo))
        .fallback(api::not_found)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), guard::guard))
        .with_state(app);
    Ok(router)
}

async fn accept(listener: TcpListener, router: Router, stop: &AtomicBool) -> io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let graceful = GracefulShutdown::new();
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD);
    let mut visitors = Visitors::default();
    while !stop.load(Ordering::Relaxed) {
        let stream = match tokio::time::timeout(TICK, listener.accept()).await {
            Err(_) => continue,
            Ok(Ok((stream, _))) => stream,
            Ok(Err(error)) => {
                // out of file handles, or a visitor who left: others may come
                log::debug!("a connection failed: {error}");
                tokio::time::sleep(TICK).await;
                continue;
            }
        };
        if !visitors.make_room() {
            log::debug!("a connection was refused: all others have requests under way");
            continue;
        }
        let visitor = Visitor::new();
        let asked = Asked::new(router.clone(), Arc::clone(&visitor));
        let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), asked));
        let task = tokio::spawn(async move {
            if let Err(error) = connection.await {
                log::debug!("a connection ended early: {error}");
            }
        });
        visitors.add(visitor, task.abort_handle());
    }
    // what takes longer is given up; what was acknowledged is on the disk
    let _ = tokio::time::timeout(LAST_ANSWERS, graceful.shutdown()).await;
    Ok(())
}
