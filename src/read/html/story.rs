//! Which lines of a page are the story's. Structure first (`main`, `article`, `h1`), then what class, id and role say, then
//! how much of a part is links. A figure of the story is never dropped, and one beside it only where it belongs to something else:
//! a picture that leads to another page, an `alt` that names a file or repeats a headline.

use super::attribute::IMAGES;
use super::page::{Line, Page};
use super::parts::{Parts, runs};
use super::repeated::Repeated;
use super::tag::Tag;
use super::words::is_of_machine;
use crate::article::Origin;
use crate::caption;
use crate::span::Span;
use crate::text::words;
use std::collections::HashSet;

/// What stands in each element, its descendants included. Text in bytes.
pub(super) struct Sums {
    /// Text of lines that are long enough for prose, links aside.
    prose: Vec<usize>,
    pub(super) text: Vec<usize>,
    linked: Vec<usize>,
    /// Lines that are nearly all link.
    links: Vec<usize>,
    /// Headings and pictures that lead to other pages.
    leading: Vec<usize>,
    pub(super) images: Vec<usize>,
    /// Lines of text, those of inner figures aside.
    pub(super) lines: Vec<usize>,
}

/// A line of a sentence or more.
const PROSE: usize = 60;

impl Sums {
    pub(super) fn of(page: &Page) -> Self {
        let none = || vec![0; page.elements.len()];
        let mut sums = Self { prose: none(), text: none(), linked: none(), links: none(), leading: none(), images: none(), lines: none() };
        for &image in &page.images {
            sums.images[image] += 1;
            sums.leading[image] += usize::from(page.elements[image].leads.is_some());
        }
        for line in page.lines.iter().filter(|line| line.origin == Origin::Text) {
            let at = line.element;
            let length = line.flow.text.len();
            let free = length - line.linked;
            sums.text[at] += length;
            sums.linked[at] += line.linked;
            sums.links[at] += usize::from(is_link(line));
            sums.leading[at] += usize::from(is_link(line) && is_heading(page, line));
            sums.lines[at] += 1;
            sums.prose[at] += if free >= PROSE { free } else { 0 };
        }
        // children stand behind their parents
        for at in (1..page.elements.len()).rev() {
            let parent = page.elements[at].parent;
            for sum in [&mut sums.prose, &mut sums.text, &mut sums.linked, &mut sums.links, &mut sums.leading, &mut sums.images] {
                sum[parent] += sum[at];
            }
            if page.elements[at].figure != Some(at) {
                sums.lines[parent] += sums.lines[at];
            }
        }
        sums
    }

    fn link_share(&self, at: usize) -> f32 {
        self.linked[at] as f32 / self.text[at].max(1) as f32
    }
}

fn is_heading(page: &Page, line: &Line) -> bool {
    matches!(page.elements[line.element].tag, Tag::Heading | Tag::MainHeading)
}

/// Whether a text is a file's name or made from one: `IMG_2034 plaza.jpg`.
fn names_a_file(text: &str) -> bool {
    text.split_whitespace().any(|word| {
        let word = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let joined = word.split('_').filter(|part| part.chars().any(char::is_alphanumeric)).nth(1).is_some() && !word.contains(['@', '/']);
        joined || word.rsplit_once('.').is_some_and(|(name, ending)| !name.is_empty() && IMAGES.iter().any(|image| ending.eq_ignore_ascii_case(image)))
    })
}

fn is_link(line: &Line) -> bool {
    line.linked * 10 > line.flow.text.len() * 8
}

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
    let droppers = droppers(page, sums, story);
    let inside = |at: usize, of: usize| of <= at && at < page.elements[of].end;
    let in_scope = |at: usize| inside(at, story.wide) || story.headline.is_some_and(|headline| headline <= at && at < story.at);
    let has_picture = |at: usize| page.elements[at].figure.is_some_and(|figure| sums.images[figure] > 0);
    let mut repeated = Repeated::of(page, |line| {
        is_heading(page, line) || is_link(line) || parts.is_caption(line.element) || has_picture(line.element)
    });
    let teasers = teasers(page);
    let mut stays = |line: &Line| {
        let at = line.element;
        let element = &page.elements[at];
        let of_picture = element.figure.is_some() || parts.is_caption(at);
        let shows_picture = element.tag == Tag::Image || element.said.picture || sums.images[at] > 0 || of_picture;
        if line.origin == Origin::Title && !shows_picture {
            return Stays::Never;
        }
        let has_form = || caption::parse(&line.flow.text, Span::new(0, line.flow.text.len())).is_some();
        if line.origin != Origin::Text {
            // what belongs to other pages, and what no reader was meant to read, is a caption only in an agency's form
            let beside = at == 0 || element.leads.is_some() || !in_scope(at);
            let text = &line.flow.text;
            if names_a_file(text) || is_of_machine(text) || repeated.says(text) || beside && !has_form() {
                return Stays::Never;
            }
        }
        if element.figure.is_some_and(|figure| teasers.contains(&figure)) && !has_form() {
            return Stays::Never;
        }
        if at == 0 && line.origin == Origin::Data {
            return Stays::Always;
        }
        if let Some(dropper) = droppers[at] {
            let mild = page.elements[dropper].said.score > OUTRIGHT && sums.link_share(dropper) <= 0.3;
            return (mild && of_picture && inside(at, story.at)).into();
        }
        if line.origin != Origin::Text {
            return Stays::Always;
        }
        if of_picture { (in_scope(at) || has_picture(at)).into() } else { (in_scope(at) && !is_link(line)).into() }
    };
    let judged: Vec<Stays> = page.lines.iter().map(|line| stays(line)).collect();
    let kept = |least: Stays| (0..judged.len()).filter(|&number| judged[number] >= least).collect();
    let says = |kept: &Vec<usize>| kept.iter().any(|&number| page.lines[number].origin == Origin::Text);
    // rules that leave nothing were not made for this page
    let found = [Stays::Always, Stays::WithoutStory, Stays::Never].into_iter().map(kept).find(says);
    (found.unwrap_or_default(), story.headline)
}

/// A headline has so many words.
const LEAST: usize = 4;

/// The figures of other stories: their pictures lead where a headline leads, or all that they say does.
fn teasers(page: &Page) -> HashSet<usize> {
    let elements = &page.elements;
    let led = |line: &Line| runs(line).find_map(|(element, _)| elements[element].leads).filter(|_| is_link(line));
    let texts = || page.lines.iter().filter(|line| line.origin == Origin::Text);
    // the story's own headline may be a link, and its first picture leads there too
    let is_other = |line: &&Line| elements[line.element].tag == Tag::Heading;
    let headlines: HashSet<u64> = texts().filter(is_other).filter_map(led).collect();
    let leads_there = |image: &&usize| elements[**image].leads.is_some_and(|leads| headlines.contains(&leads));
    let mut found: HashSet<usize> = page.images.iter().filter(leads_there).filter_map(|&image| elements[image].figure).collect();
    // fewer words are who made the picture
    let says = |line: &&Line| words(&line.flow.text).nth(LEAST - 1).is_some();
    let in_figures = || texts().filter(says).filter_map(|line| Some((elements[line.element].figure?, led(line).is_some())));
    let says_more: HashSet<usize> = in_figures().filter(|(_, leads)| !leads).map(|(figure, _)| figure).collect();
    found.extend(in_figures().map(|(figure, _)| figure).filter(|figure| !says_more.contains(figure)));
    found
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
        let is_card = element.tag == Tag::Article && element.said.score <= 0 && (share > 0.3 || sums.prose[at] < 300 && sums.leading[at] > 0);
        let is_list = sums.links[at] >= 3 && share > 0.6;
        if element.said.score < 0 || is_card || is_list {
            found[at] = Some(at);
        }
    }
    found
}
