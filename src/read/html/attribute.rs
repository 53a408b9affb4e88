//! The attributes that matter.

use super::tag::Tag;
use super::words::{self, Said};
use crate::article::Origin;
use crate::span::Span;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The attributes that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Attribute {
    Names,
    Role,
    Hidden,
    Style,
    Itemprop,
    Type,
    Key,
    Content,
    Datetime,
    Href,
    Label,
    /// Names who made a picture.
    Credit,
    /// May hold the pictures of a gallery, as JSON.
    Gallery,
    /// Holds what a picture says.
    Said(Origin),
}

impl Attribute {
    /// What the attribute of a name in lower case is.
    pub(super) fn of(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"class" | b"id" => Self::Names,
            b"role" => Self::Role,
            b"hidden" | b"aria-hidden" => Self::Hidden,
            b"style" => Self::Style,
            b"itemprop" => Self::Itemprop,
            b"type" => Self::Type,
            b"property" | b"name" => Self::Key,
            b"content" => Self::Content,
            b"datetime" => Self::Datetime,
            b"href" => Self::Href,
            b"aria-label" => Self::Label,
            b"alt" => Self::Said(Origin::Alt),
            b"title" => Self::Said(Origin::Title),
            b"data-title"
            | b"data-description"
            | b"data-desc"
            | b"data-alt"
            | b"data-image-title"
            | b"data-image-description"
            | b"data-sub-html"
            | b"data-fancybox-title"
            | b"data-lightbox-title"
            | b"data-footer"
            | b"data-glightbox"
            | b"data-pie"
            | b"caption" => Self::Said(Origin::Data),
            _ => return Self::of_data(name.strip_prefix(b"data-")?),
        })
    }

    /// What an attribute is that only scripts read: `data-mediaviewer-caption`, `data-photo-credit`.
    fn of_data(name: &[u8]) -> Option<Self> {
        let last = name.rsplit(|byte| matches!(byte, b'-' | b'_')).next()?;
        match last {
            b"caption" | b"leyenda" | b"epigrafe" => Some(Self::Said(Origin::Data)),
            b"credit" | b"credits" | b"credito" | b"copyright" | b"photographer" => Some(Self::Credit),
            b"gallery" | b"images" | b"photos" | b"slides" | b"media" | b"items" => Some(Self::Gallery),
            _ => None,
        }
    }
}

/// What the start tag says of its element.
pub(super) fn said(source: &str, tag: Tag, attributes: &[(Attribute, Span)]) -> Said {
    let mut said = Said::default();
    for (attribute, value) in attributes {
        let value = source.get(value.start..value.end).unwrap_or_default();
        match attribute {
            Attribute::Names => said.add(words::read(value)),
            Attribute::Role => said.add(words::role(value)),
            Attribute::Itemprop => said.add(words::itemprop(value)),
            Attribute::Hidden if value != "false" => said.score -= 3,
            Attribute::Style => {
                said.score -= if value.replace(' ', "").contains("display:none") { 3 } else { 0 };
                said.picture |= value.contains("background-image") && value.contains("url(");
            }
            Attribute::Href if tag == Tag::Link => {
                said.picture |= is_image(value);
                said.leads = page(value).filter(|_| !is_image(value)).or(said.leads);
            }
            _ => {}
        }
    }
    said.score -= match tag {
        Tag::Navigation => 6,
        Tag::Footer => 3,
        Tag::Aside | Tag::Form => 2,
        _ => 0,
    };
    if matches!(tag, Tag::Html | Tag::Body | Tag::Article | Tag::Main) {
        // what a page is called says nothing of its lines: `wp-featherlight-captions`, `author-ana`
        (said.caption, said.credit, said.figure, said.picture) = (false, false, false, false);
    }
    said
}

/// Whether an address is that of an image.
fn is_image(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default().trim_end();
    let ending = path.rsplit('.').next().unwrap_or_default();
    path.len() > ending.len() && IMAGES.iter().any(|image| ending.eq_ignore_ascii_case(image))
}

/// How the names of image files end.
pub(super) const IMAGES: &[&str] = &["jpg", "jpeg", "png", "gif", "webp", "avif", "svg", "tif", "tiff", "bmp"];

/// A number for the page that a link leads to, the same for all its addresses on one site.
fn page(address: &str) -> Option<u64> {
    let address = address.trim();
    let is = |scheme: &str| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    if address.is_empty() || ["#", "javascript:", "mailto:", "data:"].into_iter().any(is) {
        return None;
    }
    let whole = address.split(['?', '#']).next().unwrap_or_default();
    let behind_host = whole.split_once("//").map(|(_, rest)| rest.find('/').map_or("", |at| &rest[at..]));
    let mut hasher = DefaultHasher::new();
    behind_host.unwrap_or(whole).trim_end_matches('/').hash(&mut hasher);
    Some(hasher.finish())
}
