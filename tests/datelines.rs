//! Datelines share a slug's shape, and are no captions (`tests/data/datelines.txt`).

use cotejo::{Article, Cotejo, Role, Span, parse_caption};

fn all() -> Vec<&'static str> {
    include_str!("data/datelines.txt").lines().filter(|line| !line.trim().is_empty()).collect()
}

#[test]
fn there_are_enough() {
    assert!(all().len() >= 30, "{}", all().len());
}

#[test]
fn none_is_read_as_a_caption() {
    let taken = |line: &&str| parse_caption(line, Span::new(0, line.len())).is_some();
    let wrong: Vec<&str> = all().into_iter().filter(taken).collect();
    // a labeller is judged by shares
    assert!(wrong.len() * 10 <= all().len(), "{}", wrong.join("\n"));
}

#[test]
fn none_gets_a_row_in_an_english_page() {
    let cotejo = Cotejo::default();
    let (mut captions, mut rows) = (Vec::new(), Vec::new());
    for line in all() {
        let page = format!(
            "Officials announce a plan for the region\n\nThe plan was announced on Monday by officials who did not give any figures.\n\n\
             {line}\n\nThe officials said that they would publish the figures before the end of the year."
        );
        let article = Article::from_text("page", page);
        rows.extend((!cotejo.rows(&article).is_empty()).then_some(line));
        captions.extend(cotejo.examine(&article).passages.into_iter().filter(|p| p.role == Role::Caption).map(|_| line));
    }
    assert!(rows.len() * 30 <= all().len() && captions.len() * 10 <= all().len(), "{rows:?} {captions:?}");
}
