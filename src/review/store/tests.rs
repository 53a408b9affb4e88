//! Whatever people do, what the store's queues say is what follows from its log.

use super::{Error, Filter, Order, Status, Store};
use crate::review::decision::{Current, Decision, English};
use crate::review::{Change, Page, Reviews, Verdict};
use crate::{Article, Cotejo};
use proptest::prelude::*;
use std::path::Path;

const ARTICLE: &str = include_str!("../../../data/articles/segob.txt");

fn page(name: &str) -> Page {
    let article = Article::from_text(name, ARTICLE);
    Page::new(&Cotejo::default().examine(&article))
}

/// An article whose caption has no English.
fn alone() -> Page {
    let text = "60331086. México, 31 Mar 2016 (Notimex-Ana Ruiz).- El alcalde inauguró el parque de la ciudad con vecinos. NOTIMEX/FOTO/ANA RUIZ/COR/POL/";
    let article = Article::from_text("alone", text);
    let cotejo = Cotejo::default();
    let examined = cotejo.examine(&article);
    assert!(examined.pairs.len() == 1 && examined.pairs[0].en.is_none());
    Page::new(&examined)
}

/// A new store with two articles of the same pairs.
fn store(folder: &Path) -> Store {
    let mut store = Store::open(&folder.join("reviews.db")).unwrap();
    let added = store.add(&[page("a"), page("b")]).unwrap();
    assert_eq!((added.new, added.kept), (4, 0));
    store
}

#[derive(Debug, Clone)]
enum Act {
    Say(i64, usize, Change),
    /// Takes back the reviewer's last decision.
    Undo(usize),
    /// Takes back a choice of another English, whatever was said of it since.
    UndoChoice(usize),
    /// Adds the articles again.
    Again,
}

const REVIEWERS: [&str; 3] = ["Ana", "Eva", "Max"];

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let english = English { en: "x".into(), en_raw: "x".into(), en_line: 1, en_start: 0, en_end: 1 };
    let change = prop_oneof![
        6 => prop::sample::select(Verdict::ALL.to_vec()).prop_map(Change::Verdict),
        1 => "[a-z]{1,5}".prop_map(Change::EditEs),
        1 => "[a-z]{1,5}".prop_map(Change::EditEn),
        2 => Just(Change::RePair(english)),
        1 => "[a-z]{0,5}".prop_map(Change::Note),
    ];
    let act = prop_oneof![
        8 => (1i64..=5, 0usize..3, change).prop_map(|(pair, who, change)| Act::Say(pair, who, change)),
        4 => (0usize..3).prop_map(Act::Undo),
        2 => (0usize..100).prop_map(Act::UndoChoice),
        1 => Just(Act::Again),
    ];
    prop::collection::vec(act, 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn queues_say_what_follows_from_the_log(acts in acts()) {
        let folder = tempfile::tempdir().unwrap();
        let mut store = store(folder.path());
        let pages = [page("a"), page("b"), alone()];
        prop_assert_eq!(store.add(&pages).unwrap().new, 1);
        let mut said = 0;
        for act in acts {
            match act {
                Act::Say(pair, who, change) => {
                    let seen = store.current(pair).unwrap();
                    let needs = match &change {
                        Change::Verdict(verdict) => !matches!(verdict, Verdict::Unpaired | Verdict::Rejected),
                        change => matches!(change, Change::EditEn(_)),
                    };
                    let said_so = store.record(pair, Some(seen.version), REVIEWERS[who], &change);
                    if needs && seen.row.en.is_none() {
                        prop_assert!(matches!(said_so, Err(Error::Refused(_))));
                        continue;
                    }
                    let after = said_so.unwrap();
                    prop_assert!(after.version > seen.version);
                    prop_assert!(matches!(store.record(pair, Some(seen.version), REVIEWERS[who], &change), Err(Error::Stale)));
                    said += 1;
                }
                Act::Undo(who) => if let Some(last) = store.last_of(REVIEWERS[who]).unwrap() {
                    store.undo(last, REVIEWERS[who]).unwrap();
                    prop_assert!(store.undo(last, REVIEWERS[who]).is_err());
                    said += 1;
                },
                Act::UndoChoice(which) => {
                    let mut choices = Vec::new();
                    let live = |d: &&Decision| d.action == "re-pair" && !d.undone;
                    store.each(|_, _, decisions, _| choices.extend(decisions.iter().filter(live).map(|d| (d.id, d.reviewer.clone())))).unwrap();
                    if let Some((id, who)) = choices.get(which % choices.len().max(1)) {
                        store.undo(*id, who).unwrap();
                        said += 1;
                    }
                }
                Act::Again => prop_assert_eq!(store.add(&pages).unwrap().kept, 5),
            }
        }
        let ids = |status| store.queue(&Filter { status, order: Order::Page, ..Filter::default() }, None, 10).unwrap().ids;
        let mut all = Vec::new();
        store.each(|id, _, decisions, current| all.push((id, decisions.len(), current))).unwrap();
        prop_assert_eq!(all.iter().map(|(_, decisions, _)| decisions).sum::<usize>(), said);
        for (_, _, current) in &all {
            let says = current.verdict.is_some_and(|verdict| !matches!(verdict, Verdict::Unpaired | Verdict::Rejected));
            prop_assert!(!says || current.row.en.is_some(), "a verdict on no English");
        }
        let with = |wanted: &dyn Fn(&Current) -> bool| all.iter().filter(|(_, _, c)| wanted(c)).map(|(id, ..)| *id).collect::<Vec<_>>();
        prop_assert_eq!(ids(Status::Open), with(&|current| current.verdict.is_none()));
        prop_assert_eq!(ids(Status::Decided), with(&|current| current.verdict.is_some()));
        let judged = store.judged().unwrap();
        let last: Vec<Verdict> = all.iter().filter_map(|(_, _, current)| current.verdict).collect();
        prop_assert_eq!(judged.iter().map(|pair| pair.last).collect::<Vec<_>>(), last);
        let differ = judged.iter().filter(|pair| pair.verdicts.values().any(|verdict| *verdict != pair.last)).count();
        prop_assert_eq!(ids(Status::Disputed).len(), differ);
        // rows: the rejected are gone, the judged are judged
        let reviews = Reviews::load(&store).unwrap();
        let rows = pages.iter().flat_map(|page| &page.items).map(|item| reviews.apply(item.row.clone()));
        for (row, (_, _, current)) in rows.zip(&all) {
            match current.verdict {
                Some(Verdict::Rejected) => prop_assert_eq!(row, None),
                Some(verdict) => prop_assert_eq!(Some(row.unwrap().relation), verdict.relation()),
                None => prop_assert!(row.is_some()),
            }
        }
    }
}

#[test]
fn a_queue_comes_in_parts_and_whole() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("reviews.db")).unwrap();
    let pages: Vec<Page> = (0..30).map(|at| page(&format!("article {at}"))).collect();
    store.add(&pages).unwrap();
    for order in [Order::Uncertain, Order::Page] {
        let filter = Filter { order, ..Filter::default() };
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let part = store.queue(&filter, after, 7).unwrap();
            seen.extend(part.ids);
            after = part.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen.len(), 60);
        let scores: Vec<f64> = seen.iter().map(|id| (store.stored(*id).unwrap().found.score.unwrap() - 0.5).abs()).collect();
        assert!(if order == Order::Uncertain { scores.is_sorted() } else { seen.is_sorted() }, "{order:?}");
    }
}

#[test]
fn a_file_that_was_moved_is_known_by_its_pairs() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("reviews.db")).unwrap();
    store.add(&[page("old/a")]).unwrap();
    store.record(1, None, "Eva", &Change::Verdict(Verdict::Rejected)).unwrap();
    let reviews = Reviews::load(&store).unwrap();
    assert_eq!(reviews.apply(page("new/a").items[0].row.clone()), None);
    assert!(reviews.apply(page("other").items[0].row.clone()).is_some());
}

#[test]
fn other_files_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.db");
    rusqlite::Connection::open(&path).unwrap().execute_batch("CREATE TABLE mine (x)").unwrap();
    assert!(matches!(Store::open(&path), Err(Error::Foreign(_))));
    std::fs::write(&path, "no database at all, but long enough to be taken for one").unwrap();
    assert!(matches!(Store::open(&path), Err(Error::Open { .. })));
    assert!(matches!(Store::open_existing(&folder.path().join("nowhere.db")), Err(Error::NotThere(_))));
    let newer = folder.path().join("newer.db");
    drop(store(folder.path()));
    std::fs::rename(folder.path().join("reviews.db"), &newer).unwrap();
    rusqlite::Connection::open(&newer).unwrap().pragma_update(None, "user_version", 99).unwrap();
    assert!(matches!(Store::open(&newer), Err(Error::TooNew { found: 99, .. })));
}
