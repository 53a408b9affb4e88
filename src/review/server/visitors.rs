//! Who is connected. The number of open connections is limited; for a new one, the one that has been idle longest is closed, so that nobody
//! keeps others out by holding connections and saying nothing.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{Request, Response};
use hyper::body::{Body as HttpBody, Frame, Incoming, SizeHint};
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Instant;
use tokio::task::AbortHandle;

/// Connections that are open at most.
const MOST: usize = 256;

/// The open connections, each with its task.
#[derive(Default)]
pub(super) struct Visitors(Vec<(Arc<Visitor>, AbortHandle)>);

impl Visitors {
    /// Makes room for one more; false where every connection has a request under way.
    pub(super) fn make_room(&mut self) -> bool {
        self.0.retain(|(_, task)| !task.is_finished());
        if self.0.len() < MOST {
            return true;
        }
        let idle = self.0.iter().enumerate().filter_map(|(at, (visitor, _))| Some((visitor.idle_since()?, at)));
        let Some((_, longest)) = idle.min() else { return false };
        // the task is dropped, and the connection with it
        self.0.swap_remove(longest).1.abort();
        true
    }

    pub(super) fn add(&mut self, visitor: Arc<Visitor>, task: AbortHandle) {
        self.0.push((visitor, task));
    }
}

/// One connection.
pub(super) struct Visitor(Mutex<State>);

struct State {
    /// Requests under way: heads that were read, answers that are not written yet.
    requests: usize,
    /// When the last of them ended, or the connection was opened.
    since: Instant,
}

impl Visitor {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self(Mutex::new(State { requests: 0, since: Instant::now() })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // numbers cannot be left half written
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Since when nothing is under way.
    fn idle_since(&self) -> Option<Instant> {
        let state = self.state();
        (state.requests == 0).then_some(state.since)
    }

    fn ask(self: &Arc<Self>) -> UnderWay {
        self.state().requests += 1;
        UnderWay(Arc::clone(self))
    }
}

/// A request, until its answer is written or given up.
struct UnderWay(Arc<Visitor>);

impl Drop for UnderWay {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.requests -= 1;
        state.since = Instant::now();
    }
}

/// The site as one visitor asks it.
pub(super) struct Asked {
    site: TowerToHyperService<Router>,
    visitor: Arc<Visitor>,
}

impl Asked {
    pub(super) fn new(site: Router, visitor: Arc<Visitor>) -> Self {
        Self { site: TowerToHyperService::new(site), visitor }
    }
}

impl Service<Request<Incoming>> for Asked {
    type Response = Response<Answer>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn call(&self, request: Request<Incoming>) -> Self::Future {
        let under_way = self.visitor.ask();
        let answer = self.site.call(request);
        Box::pin(async move { answer.await.map(|answer| answer.map(|body| Answer { body, _under_way: under_way })) })
    }
}

/// An answer's body; dropped when all of it is handed on.
pub(super) struct Answer {
    body: Body,
    _under_way: UnderWay,
}

impl HttpBody for Answer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
