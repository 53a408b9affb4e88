//! How much stands in each element of a page.

use super::page::{Line, Page};
use super::tag::Tag;
use crate::article::Origin;

/// What stands in each element, its descendants included. Text in bytes.
pub(super) struct Sums {
    /// Text of lines that are long enough for prose, links aside.
    pub(super) prose: Vec<usize>,
    pub(super) text: Vec<usize>,
    linked: Vec<usize>,
    /// Lines that are nearly all link.
    pub(super) links: Vec<usize>,
    /// Headings and pictures that lead to other pages.
    pub(super) leading: Vec<usize>,
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

    pub(super) fn link_share(&self, at: usize) -> f32 {
        self.linked[at] as f32 / self.text[at].max(1) as f32
    }
}

/// Whether a line is a heading.
pub(super) fn is_heading(page: &Page, line: &Line) -> bool {
    matches!(page.elements[line.element].tag, Tag::Heading | Tag::MainHeading)
}

/// Whether a line is nearly all link.
pub(super) fn is_link(line: &Line) -> bool {
    line.linked * 10 > line.flow.text.len() * 8
}
