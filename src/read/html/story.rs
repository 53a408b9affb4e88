//! Which lines of a page are the story's. Structure first (`main`, `article`, `h1`), then what class, id and role say, then
//! how much of a part is links. A figure of the story is never dropped, and one beside it only where it belongs to something else:
//! a picture that leads to another page, an `alt` that names a file or repeats a headline.

use super::attribute::IMAGES;
use super::page::{Line, Page};
use super::parts::{Parts, runs};
use super::repeated::Repeated;
use super::sums::{Sums, is_heading, is_link};
use super::tag::Tag;
use super::words::is_of_machine;
use crate::article::Origin;
use crate::caption;
use crate::span::Span;
use crate::text::words;
use std::collections::HashSet;

/// Where the story stands.
#[derive(Debug, Clone, Copy)]
struct Story {
    /// The element that holds it.
    at: usize,
    /// The element that holds it and what belongs to it, such as the first picture.
    wide: usize,
    /// Its headline.
    headline: Option<usize>,
}

/// The numbers of the lines that belong to the story, in order, and the number of the headline's element.
pub(super) fn lines(page: &Page, sums: &Sums, parts: &Parts) -> (Vec<usize>, Option<usize>) {
    let story = find(page, sums);
    let judge = Judge { page, sums, parts, story, droppers: droppers(page, sums, story), teasers: teasers(page) };
    let elsewhere = |line: &Line| is_heading(page, line) || is_link(line) || judge.is_of_picture(line.element);
    let mut repeated = Repeated::of(page, elsewhere);
    let judged: Vec<Stays> = page.lines.iter().map(|line| judge.stays(line, &mut repeated)).collect();
    let kept = |least: Stays| (0..judged.len()).filter(|&number| judged[number] >= least).collect();
    let says = |kept: &Vec<usize>| kept.iter().any(|&number| page.lines[number].origin == Origin::Text);
    // rules that leave nothing were not made for this page
    let found = [Stays::Always, Stays::WithoutStory, Stays::Never].into_iter().map(kept).find(says);
    (found.unwrap_or_default(), story.headline)
}

/// Whether a line is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stays {
    /// It belongs to another page, or no reader was meant to read it.
    Never,
    /// It stands beside the story.
    WithoutStory,
    Always,
}

impl From<bool> for Stays {
    fn from(in_story: bool) -> Self {
        if in_story { Self::Always } else { Self::WithoutStory }
    }
}

/// Says which lines are kept.
struct Judge<'p> {
    page: &'p Page,
    sums: &'p Sums,
    parts: &'p Parts<'p>,
    story: Story,
    droppers: Vec<Option<usize>>,
    /// The figures of other stories.
    teasers: HashSet<usize>,
}

impl Judge<'_> {
    fn stays(&self, line: &Line, repeated: &mut Repeated) -> Stays {
        let at = line.element;
        let is_text = line.origin == Origin::Text;
        if self.is_of_other(line) || !is_text && self.is_no_caption(line, repeated) {
            return Stays::Never;
        }
        let of_picture = self.is_of_picture(at);
        if let Some(dropper) = self.droppers[at] {
            let mild = self.page.elements[dropper].said.score > OUTRIGHT && self.sums.link_share(dropper) <= 0.3;
            return (mild && of_picture && self.inside(at, self.story.at)).into();
        }
        if is_text {
            let of_story = if of_picture { self.has_picture(at) || self.in_scope(at) } else { self.in_scope(at) && !is_link(line) };
            return of_story.into();
        }
        Stays::Always
    }

    /// Whether a line stands with a picture of another story, or is a caption that leads there.
    fn is_of_other(&self, line: &Line) -> bool {
        let in_teaser = self.page.elements[line.element].figure.is_some_and(|figure| self.teasers.contains(&figure));
        let leads = || self.is_of_picture(line.element) && says_more(line) && led(self.page, line).is_some();
        (in_teaser || line.origin == Origin::Text && leads()) && !has_form(line)
    }

    /// Whether an attribute is no caption of the story.
    fn is_no_caption(&self, line: &Line, repeated: &mut Repeated) -> bool {
        let (at, text) = (line.element, &line.flow.text);
        let element = &self.page.elements[at];
        let shows_picture = || element.tag == Tag::Image || element.said.picture || self.sums.images[at] > 0 || self.is_of_picture(at);
        if line.origin == Origin::Title && !shows_picture() || names_a_file(text) || is_of_machine(text) || repeated.says(text) {
            return true;
        }
        // what belongs to other pages, and what no reader was meant to read, is a caption only in an agency's form
        let beside = at == 0 || element.leads.is_some() || !self.in_scope(at);
        beside && !has_form(line)
    }

    fn is_of_picture(&self, at: usize) -> bool {
        self.page.elements[at].figure.is_some() || self.parts.is_caption(at)
    }

    fn has_picture(&self, at: usize) -> bool {
        self.page.elements[at].figure.is_some_and(|figure| self.sums.images[figure] > 0)
    }

    fn in_scope(&self, at: usize) -> bool {
        self.inside(at, self.story.wide) || self.story.headline.is_some_and(|headline| headline <= at && at < self.story.at)
    }

    fn inside(&self, at: usize, of: usize) -> bool {
        of <= at && at < self.page.elements[of].end
    }
}

/// Whether a text is a file's name or made from one: `IMG_2034 plaza.jpg`.
fn names_a_file(text: &str) -> bool {
    let is_image = |ending: &str| IMAGES.iter().any(|image| ending.eq_ignore_ascii_case(image));
    text.split_whitespace().any(|word| {
        let word = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let parts = word.split('_').filter(|part| part.chars().any(char::is_alphanumeric)).count();
        let ends = word.rsplit_once('.').is_some_and(|(name, ending)| !name.is_empty() && is_image(ending));
        // addresses and handles may have the mark, too
        ends || parts > 1 && !word.contains(['@', '/'])
    })
}

/// Whether a line is printed as agencies print captions.
fn has_form(line: &Line) -> bool {
    caption::parse(&line.flow.text, Span::new(0, line.flow.text.len())).is_some()
}

/// The figures of other stories: their pictures lead where a headline leads, or all that they say does.
fn teasers(page: &Page) -> HashSet<usize> {
    let elements = &page.elements;
    let texts = || page.lines.iter().filter(|line| line.origin == Origin::Text);
    // the story's own headline may be a link, and its first picture leads there too
    let is_other = |line: &&Line| elements[line.element].tag == Tag::Heading;
    let headlines: HashSet<u64> = texts().filter(is_other).filter_map(|line| led(page, line)).collect();
    let leads_there = |image: &&usize| elements[**image].leads.is_some_and(|leads| headlines.contains(&leads));
    let mut found: HashSet<usize> = page.images.iter().filter(leads_there).filter_map(|&image| elements[image].figure).collect();
    let in_figures = || texts().filter(|line| says_more(line)).filter_map(|line| Some((elements[line.element].figure?, led(page, line))));
    let own: HashSet<usize> = in_figures().filter(|(_, led)| led.is_none()).map(|(figure, _)| figure).collect();
    found.extend(in_figures().map(|(figure, _)| figure).filter(|figure| !own.contains(figure)));
    found
}

/// The page that a line leads to which is nearly all link.
fn led(page: &Page, line: &Line) -> Option<u64> {
    runs(line).find_map(|(element, _)| page.elements[element].leads).filter(|_| is_link(line))
}

/// A headline has so many words.
const LEAST: usize = 4;

/// Whether a line says more than who made a picture.
fn says_more(line: &Line) -> bool {
    words(&line.flow.text).nth(LEAST - 1).is_some()
}

fn find(page: &Page, sums: &Sums) -> Story {
    let elements = &page.elements;
    let could = |at: &usize| matches!(elements[*at].tag, Tag::Article | Tag::Main) || elements[*at].said.story;
    // of equals the outermost
    let best = (0..elements.len()).filter(could).min_by_key(|&at| std::cmp::Reverse(sums.prose[at]));
    let at = best.filter(|&at| sums.prose[at] * 3 > sums.prose[0]).unwrap_or(0);
    let mut wide = at;
    let mut above = at;
    while above != 0 {
        if elements[above].tag == Tag::Main || wide == at && elements[above].tag == Tag::Article {
            wide = above;
        }
        above = elements[above].parent;
    }
    let parent = elements[at].parent;
    if wide == at && elements[at].said.story && !matches!(elements[parent].tag, Tag::Body | Tag::Html) {
        wide = parent;
    }
    let headings = || (0..elements.len()).filter(|&h| elements[h].tag == Tag::MainHeading && !elements[h].hidden);
    let headline = headings().find(|&h| wide <= h && h < elements[wide].end).or_else(|| headings().rfind(|&h| h < at));
    Story { at, wide, headline }
}

/// At this score nothing in an element is kept: comments, share bars, notices.
const OUTRIGHT: i32 = -6;

/// For each element, the outermost element around it, itself included, that is not the story's.
fn droppers(page: &Page, sums: &Sums, story: Story) -> Vec<Option<usize>> {
    let elements = &page.elements;
    let mut found: Vec<Option<usize>> = vec![None; elements.len()];
    for at in 1..elements.len() {
        let element = &elements[at];
        found[at] = found[element.parent];
        let holds = |other: usize| at <= other && other < element.end;
        let holds_story = holds(story.at) && story.at != 0 || story.headline.is_some_and(holds) || sums.prose[at] * 2 > sums.prose[0];
        let is_figure = element.figure.is_some_and(|figure| sums.images[figure] > 0);
        let is_line = element.block != at;
        if found[at].is_some() || holds_story || is_figure || is_line || matches!(element.tag, Tag::Body | Tag::Main) {
            continue;
        }
        let share = sums.link_share(at);
        let is_card =
            element.tag == Tag::Article && element.said.score <= 0 && (share > 0.3 || sums.prose[at] < 300 && sums.leading[at] > 0);
        let is_list = sums.links[at] >= 3 && share > 0.6;
        if element.said.score < 0 || is_card || is_list {
            found[at] = Some(at);
        }
    }
    found
}
