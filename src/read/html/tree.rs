//! The elements of a page in a flat list, put together as browsers do where tags are missing or crossed. No recursion and no
//! search without bound, so that 100,000 open tags are as good as ten.

use super::tag::Tag;
use super::words::Said;
use std::collections::HashMap;

/// An element; numbers are places in [`Tree::elements`].
#[derive(Debug, Clone)]
pub(super) struct Element {
    pub(super) tag: Tag,
    pub(super) parent: usize,
    /// One past its last descendant.
    pub(super) end: usize,
    /// What class, id and role say of it.
    pub(super) said: Said,
    /// The nearest box: itself, or the one that its lines belong to.
    pub(super) block: usize,
    /// The nearest figure, itself included.
    pub(super) figure: Option<usize>,
    /// The nearest element around it that is called a credit, itself included.
    pub(super) credit: Option<usize>,
    /// It is a link or stands inside one.
    pub(super) link: bool,
    /// The page that a link leads to which it is or stands inside.
    pub(super) leads: Option<u64>,
    /// It is shown only where scripts do not run.
    pub(super) unscripted: bool,
    /// Nothing in it is ever shown.
    pub(super) hidden: bool,
}

/// The elements so far, and those that are open.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) elements: Vec<Element>,
    open: Vec<usize>,
    names: HashMap<Vec<u8>, usize>,
    /// The number of each element's name, in the order of `elements`.
    named: Vec<usize>,
    /// How many of each name are open.
    standing: Vec<usize>,
    /// So many of the open elements stand around what is read on its own, and no end tag in it closes them.
    around: usize,
}

/// So far up an element is looked for that has lost its end tag.
const REACH: usize = 64;

impl Tree {
    /// A tree with its root, which never closes.
    pub(super) fn new() -> Self {
        let root = Element {
            tag: Tag::Html,
            parent: 0,
            end: 0,
            said: Said::default(),
            block: 0,
            figure: None,
            credit: None,
            link: false,
            leads: None,
            unscripted: false,
            hidden: false,
        };
        Self { elements: vec![root], open: vec![0], names: HashMap::new(), named: vec![usize::MAX], standing: Vec::new(), around: 1 }
    }

    /// The innermost open element.
    pub(super) fn top(&self) -> usize {
        self.open.last().copied().unwrap_or(0)
    }

    /// The innermost open element.
    pub(super) fn here(&self) -> &Element {
        &self.elements[self.top()]
    }

    /// Opens an element and gives its number.
    pub(super) fn open(&mut self, name: &[u8], tag: Tag, said: Said) -> usize {
        self.close_before(tag);
        let number = match self.names.get(name) {
            Some(number) => *number,
            None => {
                let number = self.names.len();
                self.names.insert(name.to_vec(), number);
                self.standing.push(0);
                number
            }
        };
        let at = self.elements.len();
        let parent = self.top();
        let outer = &self.elements[parent];
        let own_box = !tag.is_inline() || said.caption || said.figure;
        let element = Element {
            tag,
            parent,
            end: at + 1,
            said,
            block: if own_box { at } else { outer.block },
            figure: if tag == Tag::Figure || said.figure { Some(at) } else { outer.figure },
            credit: if (said.credit || tag == Tag::Cite) && tag != Tag::Figure { Some(at) } else { outer.credit },
            link: outer.link || tag == Tag::Link,
            leads: said.leads.or(outer.leads),
            unscripted: outer.unscripted || tag == Tag::Unscripted,
            hidden: outer.hidden || matches!(tag, Tag::Hidden | Tag::Script | Tag::Title),
        };
        self.elements.push(element);
        self.named.push(number);
        self.open.push(at);
        self.standing[number] += 1;
        at
    }

    /// Closes the innermost element.
    pub(super) fn close_top(&mut self) {
        if self.open.len() > self.around
            && let Some(at) = self.open.pop()
        {
            self.elements[at].end = self.elements.len();
            self.standing[self.named[at]] -= 1;
        }
    }

    /// Closes the innermost element of a name with all that is open inside it. An end tag without a start is passed over, and one
    /// of an inline element ends no box.
    pub(super) fn close(&mut self, name: &[u8]) {
        let Some(&number) = self.names.get(name) else { return };
        if self.standing[number] == 0 || matches!(Tag::of(name), Tag::Body | Tag::Html) || !self.stands_inside(number) {
            return;
        }
        if Tag::of(name).is_inline() {
            let inside = self.open.iter().rev().take(REACH).take_while(|&&at| self.named[at] == number || self.elements[at].block != at);
            let Some(above) = inside.enumerate().find(|(_, at)| self.named[**at] == number).map(|(above, _)| above) else { return };
            (0..=above).for_each(|_| self.close_top());
            return;
        }
        while self.named[self.top()] != number {
            self.close_top();
        }
        self.close_top();
    }

    /// Whether an element of that name can be closed from here.
    fn stands_inside(&self, number: usize) -> bool {
        let inside = &self.open[self.around..];
        !self.is_entered() || inside.iter().rev().take(REACH).any(|&at| self.named[at] == number)
    }

    /// Begins something in the open element that is read on its own, and gives what [`Tree::leave`] needs.
    pub(super) fn enter(&mut self) -> usize {
        std::mem::replace(&mut self.around, self.open.len())
    }

    /// Whether something is read on its own.
    pub(super) fn is_entered(&self) -> bool {
        self.around > 1
    }

    /// Ends it.
    pub(super) fn leave(&mut self, around: usize) {
        while self.open.len() > self.around {
            self.close_top();
        }
        self.around = around;
    }

    /// Closes what is left open at the end of the page.
    pub(super) fn finish(mut self) -> Vec<Element> {
        let end = self.elements.len();
        for at in self.open {
            self.elements[at].end = end;
        }
        self.elements
    }

    /// Closes what cannot hold `next`: a paragraph, an item, a link that lost its end tag; a figure whose caption is over.
    fn close_before(&mut self, next: Tag) {
        let mut above = None;
        for (depth, &at) in self.open.iter().rev().take(REACH).enumerate() {
            let tag = self.elements[at].tag;
            if tag.ends_before(next) {
                above = Some(depth);
                break;
            }
            let passes = tag.is_inline() || matches!((tag, next), (Tag::Paragraph, Tag::Item | Tag::Term | Tag::Cell | Tag::Row));
            if !passes {
                break;
            }
        }
        if let Some(above) = above {
            (0..=above).for_each(|_| self.close_top());
            // an item or a cell can end behind the paragraph in it
            if matches!(next, Tag::Item | Tag::Term | Tag::Cell | Tag::Row) && self.here().tag.ends_before(next) {
                self.close_top();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tags as `p`, `/p` ... to elements as `tag(parent..end)`.
    fn built(tags: &str) -> Vec<(Tag, usize, usize)> {
        let mut tree = Tree::new();
        for tag in tags.split(' ') {
            match tag.strip_prefix('/') {
                Some(name) => tree.close(name.as_bytes()),
                None => {
                    tree.open(tag.as_bytes(), Tag::of(tag.as_bytes()), Said::default());
                }
            }
        }
        tree.finish().into_iter().skip(1).map(|e| (e.tag, e.parent, e.end)).collect()
    }

    #[test]
    fn missing_end_tags() {
        assert_eq!(built("p em p"), [(Tag::Paragraph, 0, 3), (Tag::Inline, 1, 3), (Tag::Paragraph, 0, 4)]);
        assert_eq!(built("ul li p li"), [(Tag::List, 0, 5), (Tag::Item, 1, 4), (Tag::Paragraph, 2, 4), (Tag::Item, 1, 5)]);
        assert_eq!(built("a a").iter().map(|e| e.1).collect::<Vec<_>>(), [0, 0]);
    }

    #[test]
    fn crossed_and_lonely_end_tags() {
        assert_eq!(built("b div /b p"), [(Tag::Inline, 0, 4), (Tag::Block, 1, 4), (Tag::Paragraph, 2, 4)]);
        assert_eq!(built("div /section p").len(), 2);
        assert_eq!(built("div p /div p").iter().map(|e| e.1).collect::<Vec<_>>(), [0, 1, 0]);
    }

    #[test]
    fn a_hundred_thousand_open_tags_take_no_time() {
        let mut tree = Tree::new();
        for name in ["i", "div"].into_iter().chain(std::iter::repeat_n("b", 100_000)) {
            tree.open(name.as_bytes(), Tag::of(name.as_bytes()), Said::default());
        }
        (0..100_000).for_each(|_| tree.close(b"i"));
        assert_eq!(tree.finish().len(), 100_003);
    }
}
