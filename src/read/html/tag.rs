//! What matters of an element's name.

/// The names of HTML that are read in a way of their own, and kinds of the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    /// Stands inside a line: `em`, `span` ...
    Inline,
    /// Names a source inside a line.
    Cite,
    /// Starts a box of its own: `div`, custom elements ...
    Block,
    /// Never has content: `hr`, `input` ...
    Void,
    /// Never holds text that belongs to the page: `script`, `svg`, `button` ...
    Hidden,
    Html,
    Body,
    Title,
    Meta,
    Script,
    /// Shows what scripts would: the pictures of galleries that wait.
    Unscripted,
    Break,
    Link,
    Image,
    Paragraph,
    Heading,
    MainHeading,
    Figure,
    Figcaption,
    Article,
    Main,
    Navigation,
    Aside,
    Footer,
    Form,
    Quote,
    Item,
    List,
    Term,
    Terms,
    Cell,
    Row,
    Table,
    Time,
}

impl Tag {
    /// The kind of a name in lower case.
    pub(super) fn of(name: &[u8]) -> Self {
        match name {
            b"html" => Self::Html,
            b"body" => Self::Body,
            b"title" => Self::Title,
            b"meta" => Self::Meta,
            b"script" => Self::Script,
            b"noscript" => Self::Unscripted,
            b"cite" => Self::Cite,
            b"br" => Self::Break,
            b"a" => Self::Link,
            b"img" | b"amp-img" | b"amp-anim" | b"image" => Self::Image,
            b"p" => Self::Paragraph,
            b"h1" => Self::MainHeading,
            b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => Self::Heading,
            b"figure" => Self::Figure,
            b"figcaption" => Self::Figcaption,
            b"article" => Self::Article,
            b"main" => Self::Main,
            b"nav" => Self::Navigation,
            b"aside" => Self::Aside,
            b"footer" => Self::Footer,
            b"form" => Self::Form,
            b"blockquote" => Self::Quote,
            b"table" => Self::Table,
            b"li" => Self::Item,
            b"ul" | b"ol" => Self::List,
            b"dt" | b"dd" => Self::Term,
            b"dl" => Self::Terms,
            b"td" | b"th" => Self::Cell,
            b"tr" => Self::Row,
            b"time" => Self::Time,
            b"style"
            | b"template"
            | b"svg"
            | b"math"
            | b"iframe"
            | b"object"
            | b"canvas"
            | b"audio"
            | b"video"
            | b"select"
            | b"textarea"
            | b"button"
            | b"datalist"
            | b"dialog"
            | b"menu"
            | b"noembed"
            | b"noframes"
            | b"xmp"
            | b"amp-ad"
            | b"amp-sidebar"
            | b"amp-analytics"
            | b"amp-social-share"
            | b"amp-user-notification"
            | b"amp-consent" => Self::Hidden,
            b"area" | b"base" | b"col" | b"embed" | b"hr" | b"input" | b"link" | b"param" | b"source" | b"track" | b"wbr" => Self::Void,
            b"abbr" | b"acronym" | b"b" | b"bdi" | b"bdo" | b"big" | b"code" | b"data" | b"del" | b"dfn" | b"em" | b"font" | b"i"
            | b"ins" | b"kbd" | b"label" | b"mark" | b"nobr" | b"picture" | b"q" | b"ruby" | b"s" | b"samp" | b"small" | b"span"
            | b"strike" | b"strong" | b"sub" | b"sup" | b"tt" | b"u" | b"var" => Self::Inline,
            _ => Self::Block,
        }
    }

    /// Whether text goes on in the same line before, in and behind it.
    pub(super) fn is_inline(self) -> bool {
        matches!(self, Self::Inline | Self::Cite | Self::Unscripted | Self::Link | Self::Image | Self::Time)
    }

    /// Whether a line ends where it starts or ends.
    pub(super) fn parts_lines(self) -> bool {
        !self.is_inline() && !matches!(self, Self::Hidden | Self::Script | Self::Title | Self::Meta | Self::Void)
    }

    /// Whether an open element of this kind, left without its end tag, ends where `next` starts.
    pub(super) fn ends_before(self, next: Self) -> bool {
        match self {
            Self::Paragraph => next.parts_lines() && next != Self::Break,
            Self::Heading | Self::MainHeading => matches!(next, Self::Heading | Self::MainHeading | Self::Paragraph | Self::Figure),
            Self::Item => next == Self::Item,
            Self::Term => next == Self::Term,
            Self::Cell => matches!(next, Self::Cell | Self::Row),
            Self::Row => next == Self::Row,
            Self::Link => next == Self::Link,
            _ => false,
        }
    }
}
