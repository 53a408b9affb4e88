//! The JSON that the page asks for and sends.

use super::App;
use crate::pair::marks::{Stretch, marks};
use crate::review::Finding;
use crate::review::decision::{Change, Current, Decision, English};
use crate::review::item::Line;
use crate::review::located::{Changed, locate};
use crate::review::name::Reviewer;
use crate::review::store::{Error, Filter, Overview, Position, Queue, Store, Stored};
use crate::row::Row;
use axum::Json;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

/// Why a request gets no answer.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    message: String,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into() }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.status, Json(json!({"error": self.message}))).into_response()
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        let status = match error {
            Error::Missing => StatusCode::NOT_FOUND,
            Error::Stale => StatusCode::CONFLICT,
            Error::Refused(_) | Error::Name(_) | Error::Lookalike { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        if status == StatusCode::INTERNAL_SERVER_ERROR {
            log::error!("{error}");
        }
        Self::new(status, error.to_string())
    }
}

impl From<JsonRejection> for Refusal {
    fn from(rejection: JsonRejection) -> Self {
        Self::new(rejection.status(), rejection.body_text())
    }
}

impl From<QueryRejection> for Refusal {
    fn from(rejection: QueryRejection) -> Self {
        Self::new(rejection.status(), rejection.body_text())
    }
}

type Answer<T> = Result<Json<T>, Refusal>;
type Asked<T> = Result<Query<T>, QueryRejection>;
type Sent<T> = Result<Json<T>, JsonRejection>;

/// Asks the store, on a thread that may wait for the disk.
async fn ask<T: Send + 'static>(app: Arc<App>, ask: impl FnOnce(&mut Store) -> Result<T, Error> + Send + 'static) -> Answer<T> {
    let asked = tokio::task::spawn_blocking(move || {
        // SQLite itself undoes what a panic left half done
        let mut store = app.store.lock().unwrap_or_else(PoisonError::into_inner);
        ask(&mut store)
    });
    let answer = asked.await.map_err(|panic| Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, panic.to_string()))?;
    Ok(Json(answer?))
}

pub(super) async fn not_found() -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, "there is no such page")
}

#[derive(Serialize)]
pub(super) struct Hello {
    csrf: String,
    reviewer: String,
}

pub(super) async fn hello(State(app): State<Arc<App>>) -> Json<Hello> {
    Json(Hello { csrf: app.csrf.clone(), reviewer: app.settings.reviewer.clone() })
}

pub(super) async fn overview(State(app): State<Arc<App>>) -> Answer<Overview> {
    ask(app, |store| store.overview()).await
}

/// Behind which place of a queue; from the start where there is no `after`.
#[derive(Deserialize)]
pub(super) struct Behind {
    after: Option<i64>,
    #[serde(default)]
    certainty: f64,
}

/// Pairs of a queue that are sent at a time.
const AT_A_TIME: u32 = 100;

#[derive(Serialize)]
pub(super) struct Part {
    #[serde(flatten)]
    queue: Queue,
    /// All pairs of the queue; only with its first part.
    count: Option<u64>,
}

pub(super) async fn queue(State(app): State<Arc<App>>, filter: Asked<Filter>, behind: Asked<Behind>) -> Answer<Part> {
    let (Query(mut filter), Query(Behind { after, certainty })) = (filter?, behind?);
    // names are kept in one form; a text that is not a name matches nobody
    filter.me = filter.me.map(|me| Reviewer::new(&me).map_or(me, |name| name.as_str().to_owned()));
    let after = after.map(|id| Position { certainty, id });
    ask(app, move |store| {
        let count = after.is_none().then(|| store.count(&filter)).transpose()?;
        Ok(Part { queue: store.queue(&filter, after, AT_A_TIME)?, count })
    })
    .await
}

/// A pair, as the page shows it.
#[derive(Serialize)]
pub(super) struct Shown {
    id: i64,
    #[serde(flatten)]
    current: Current,
    found: Row,
    es: Vec<Stretch>,
    en: Vec<Stretch>,
    evidence: BTreeMap<String, f64>,
    findings: Vec<Finding>,
    mt: Option<String>,
    lines: Vec<Line>,
    /// Which sides the article no longer has.
    changed: Changed,
    decisions: Vec<Decision>,
}

fn show(store: &Store, id: i64) -> Result<Shown, Error> {
    let stored = store.stored(id)?;
    let decisions = store.decisions(id)?;
    let mut current = Current::of(stored.found.clone(), &decisions);
    let (es, en) = marks(&current.row.es, current.row.en.as_deref());
    let Stored { found, evidence, mut findings, mt, lines } = stored;
    let changed = locate(&mut current.row, &lines);
    findings.iter_mut().for_each(|finding| finding.labels.retain(|place| place.stands(&found.article, &lines)));
    Ok(Shown { id, current, found, es, en, evidence, findings, mt, lines, changed, decisions })
}

pub(super) async fn pair(State(app): State<Arc<App>>, Path(id): Path<i64>) -> Answer<Shown> {
    ask(app, move |store| show(store, id)).await
}

/// A decision.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Said {
    reviewer: String,
    /// The version that the reviewer saw.
    version: i64,
    change: Wish,
}

/// A change as the page says it: an English passage by the place where it starts.
#[derive(Deserialize)]
#[serde(untagged)]
enum Wish {
    RePair { start: usize },
    Change(Change),
}

pub(super) async fn decide(State(app): State<Arc<App>>, Path(id): Path<i64>, said: Sent<Said>) -> Answer<Shown> {
    let Json(said) = said?;
    ask(app, move |store| {
        let change = match said.change {
            Wish::RePair { start } => Change::RePair(english(&store.stored(id)?.lines, start)?),
            Wish::Change(Change::RePair(_)) => return Err(Error::Refused("say where the English starts")),
            Wish::Change(change) => change,
        };
        store.record(id, Some(said.version), &said.reviewer, &change)?;
        show(store, id)
    })
    .await
}

/// The passage that starts at a place, as a counterpart.
fn english(lines: &[Line], start: usize) -> Result<English, Error> {
    let line = lines.iter().find(|line| line.start == start && line.language != "es");
    let line = line.ok_or(Error::Refused("no English starts there"))?.clone();
    Ok(English { en: line.body, en_raw: line.raw, en_line: line.line, en_start: line.start, en_end: line.end })
}

/// The wish to take something back: a decision, or the reviewer's last one.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TakenBack {
    reviewer: String,
    decision: Option<i64>,
}

pub(super) async fn undo(State(app): State<Arc<App>>, wish: Sent<TakenBack>) -> Answer<Shown> {
    let Json(wish) = wish?;
    ask(app, move |store| {
        let decision = match wish.decision {
            Some(decision) => decision,
            None => store.last_of(&wish.reviewer)?.ok_or(Error::Missing)?,
        };
        let (pair, _) = store.undo(decision, &wish.reviewer)?;
        show(store, pair)
    })
    .await
}
