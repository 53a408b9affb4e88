//! The review server, by whatever bytes somebody sends.

use crate::sound::COTEJO;
use axum::Router;
use cotejo::Article;
use cotejo::internals::{Filter, Hosts, Page, SiteSettings as Settings, Store, site};
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};
use tokio::runtime::{Builder, Runtime};

/// Stands for the token that changes with every run.
const CSRF: &[u8] = b"$CSRF";
const SEED: &str = include_str!("../../data/articles/segob.txt");
const PORT: u16 = 8433;

struct Desk {
    folder: TempDir,
    runtime: Runtime,
}

impl Desk {
    /// A store with the founding article's pairs, to be copied for every run.
    fn new() -> Self {
        let folder = if std::path::Path::new("/dev/shm").is_dir() { tempfile::tempdir_in("/dev/shm") } else { tempfile::tempdir() };
        let folder = folder.expect("a folder");
        let article = Article::from_text("segob", SEED);
        let page = Page::new(&COTEJO.examine(&article));
        let mut store = Store::open(&folder.path().join("first.db")).expect("a store");
        store.add(&[page]).expect("pairs");
        drop(store);
        let runtime = Builder::new_current_thread().enable_time().build().expect("a runtime");
        Self { folder, runtime }
    }

    /// Under another name each time, since an answer that was given up may still be at work on the last one.
    fn copied(&self) -> PathBuf {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let path = self.folder.path().join(format!("{}.db", NUMBER.fetch_add(1, Ordering::Relaxed)));
        std::fs::copy(self.folder.path().join("first.db"), &path).expect("copied");
        path
    }
}

static DESK: LazyLock<Desk> = LazyLock::new(Desk::new);

/// Requests as they come over a connection; `$CSRF` in them stands for the page's token.
pub fn requests(bytes: &[u8]) {
    let path = DESK.copied();
    let hosts = Hosts::new(Ipv4Addr::LOCALHOST.into(), PORT, &[]);
    let settings = Settings { reviewer: "Eva".to_owned(), token: None, hosts };
    let router = site(Store::open(&path).expect("a store"), settings).expect("a site");
    let hello = DESK.runtime.block_on(talk(&router, format!("GET /api/hello HTTP/1.1\r\nHost: 127.0.0.1:{PORT}\r\n\r\n").as_bytes()));
    let token = hello.split("\"csrf\":\"").nth(1).and_then(|rest| rest.get(..32)).expect("a token");
    let answers = DESK.runtime.block_on(talk(&router, &with_token(bytes, token)));
    // bodies are JSON or our own files, and hold no such line end
    assert!(!answers.contains("HTTP/1.1 500 Internal Server Error\r\n"), "{answers}");
    assert!(answers.is_empty() || answers.starts_with("HTTP/1."), "{answers}");
    drop(router);
    let store = Store::open(&path).expect("a whole store");
    let (all, open) = (store.overview().expect("an overview"), store.count(&Filter::default()).expect("a count"));
    assert_eq!(all.pairs, open + all.decided, "pairs are lost");
    drop(store);
    std::fs::remove_file(path).expect("removed");
}

fn with_token(bytes: &[u8], token: &str) -> Vec<u8> {
    let mut sent = Vec::with_capacity(bytes.len() + 64);
    let mut rest = bytes;
    while let Some(at) = rest.windows(CSRF.len()).position(|window| window == CSRF) {
        sent.extend_from_slice(&rest[..at]);
        sent.extend_from_slice(token.as_bytes());
        rest = &rest[at + CSRF.len()..];
    }
    sent.extend_from_slice(rest);
    sent
}

/// What comes back over a connection until the server closes it.
async fn talk(site: &Router, bytes: &[u8]) -> String {
    let (mut visitor, server) = duplex(1 << 20);
    let service = TowerToHyperService::new(site.clone());
    tokio::spawn(http1::Builder::new().half_close(true).serve_connection(TokioIo::new(server), service));
    // a server that refuses early does not read everything
    let _ = visitor.write_all(bytes).await;
    let _ = visitor.shutdown().await;
    let mut answers = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(20), visitor.read_to_end(&mut answers)).await;
    assert!(read.is_ok(), "no end after {} bytes", answers.len());
    String::from_utf8_lossy(&answers).into_owned()
}
