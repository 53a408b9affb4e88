//! Pages as whole articles, and what no page should be.

use super::{article, is_page};
use crate::article::{Article, Origin};
use crate::span::Span;
use proptest::prelude::*;
use std::time::Instant;

fn read(page: &str) -> Article {
    article("page".to_owned(), page).expect("a page with text")
}

fn seen(page: &str) -> Vec<(Origin, usize, String)> {
    let article = read(page);
    article.blocks.iter().map(|b| (b.origin, b.group, article.at(b.span).to_owned())).collect()
}

/// Checks that every span lies in the text and in the source, between characters.
fn check(page: &str) {
    let Ok(article) = article("page".to_owned(), page) else { return };
    let mut end = 0;
    for block in &article.blocks {
        assert!(block.span.start >= end && !article.text[block.span.start..block.span.end].is_empty());
        end = block.span.end;
        let places = block.span.of(&article.text).char_indices().map(|(at, c)| Span::new(at, at + c.len_utf8()).shifted(block.span.start));
        for place in places.chain([block.span]) {
            let source = article.source_span(place);
            // where two boxes of a caption meet, a space is printed that the source has not
            assert!(
                (source.start < source.end || article.at(place) == " ") && page.get(source.start..source.end).is_some(),
                "{place:?} {source:?}"
            );
        }
        assert!(block.line <= page.split(['\n', '\r']).count());
    }
}

#[test]
fn blocks_know_origin_figure_and_line() {
    let page = "<h1>The Title of It</h1>\n<p>Some <em>words</em>\nof a story.</p>\n<figure><img alt='Una foto del parque'>\n\
        <figcaption>A picture of the park</figcaption></figure><p>More.";
    assert_eq!(
        seen(page),
        [
            (Origin::Heading, 0, "The Title of It".into()),
            (Origin::Text, 1, "Some words of a story.".into()),
            (Origin::Alt, 2, "Una foto del parque".into()),
            (Origin::Figcaption, 2, "A picture of the park".into()),
            (Origin::Text, 3, "More.".into()),
        ]
    );
    let article = read(page);
    assert_eq!(article.title.as_deref(), Some("The Title of It"));
    assert_eq!(article.blocks.iter().map(|b| b.line).collect::<Vec<_>>(), [1, 2, 4, 5, 5]);
    let story = article.text.find("of a story").unwrap();
    assert_eq!(article.line_at(story), 3);
    assert_eq!(article.source_span(article.blocks[1].span).of(page), "Some <em>words</em>\nof a story.");
}

#[test]
fn a_credit_goes_on_in_its_caption() {
    let page = "<figure><img><figcaption><div>A picture of the park.</div><div class='photo-credit'>Photo: EFE/Ana Ruiz</div>\
        <p>Una foto del parque.<p>Otra</figcaption></figure>";
    let texts: Vec<String> = seen(page).into_iter().map(|b| b.2).collect();
    assert_eq!(texts, ["A picture of the park. Photo: EFE/Ana Ruiz", "Una foto del parque.", "Otra"]);
}

/// The words of a block that stand in an element of their own.
fn credits(page: &str) -> Vec<(String, Option<String>)> {
    let article = read(page);
    article.blocks.iter().map(|b| (article.at(b.span).to_owned(), b.credit.map(|credit| article.at(credit).to_owned()))).collect()
}

const STORY: &str = "<p>The council voted on Tuesday to spend more on streets and water pipes after a debate that lasted four hours.</p>\
    <p>Engineers will begin with the oldest pipes in the north of the city, and the first contracts are to be signed in the spring.</p>";

#[test]
fn credits_in_elements_of_their_own_are_told() {
    let said = "Una niña pinta un mural en la plaza.";
    for (inside, credit) in [
        ("# <cite>Ana Ruiz / EFE</cite>", "Ana Ruiz / EFE"),
        ("# <cite>Ana Ruiz</cite>.", "Ana Ruiz."),
        ("#<span class='wp-caption__credit'>Ana Ruiz</span>", "Ana Ruiz"),
        ("# <span>(Teresa Ruiz Gil)</span>", "(Teresa Ruiz Gil)"),
        ("<span>#</span><span>Ana Ruiz</span>", "Ana Ruiz"),
        ("<span class='caption-text'><p>#</p></span><span class='byline-image'>Foto: Ana Ruiz</span>", "Foto: Ana Ruiz"),
        ("<p>#</p><div class='photo-credit'>Photo: <b>EFE</b>/Ana Ruiz</div>", "Photo: EFE/Ana Ruiz"),
        ("# <em itemprop='copyrightHolder'>Ana Ruiz</em>", "Ana Ruiz"),
        ("<div class=caption-byline><span class=cutline><p>#</p></span> <span class=byline>(Foto: EFE)</span></div>", "(Foto: EFE)"),
        ("# <span class=credit><span class=author>Ana Ruiz</span> / <span class=source>EFE</span></span>", "Ana Ruiz / EFE"),
    ] {
        let page =
            format!("<article>{STORY}<figure><img src=a.jpg><figcaption>{}</figcaption></figure></article>", inside.replace('#', said));
        let found = credits(&page);
        let (text, named) = found.last().unwrap();
        assert!(text.starts_with(said) && text.ends_with(credit), "{inside}: {text}");
        assert_eq!(named.as_deref(), Some(credit), "{inside}");
    }
    for inside in [
        "<p class=source>#</p>",
        "# <sup>[22]</sup>",
        "# <b>See the gallery</b>",
        "Una niña <i>Ana Ruiz</i>",
        "# <a href='/b.html'>Leer la nota completa</a>",
        "#",
    ] {
        let page =
            format!("<article>{STORY}<figure><img src=a.jpg><figcaption>{}</figcaption></figure></article>", inside.replace('#', said));
        assert!(credits(&page).iter().all(|(_, credit)| credit.is_none()), "{inside}");
    }
}

#[test]
fn what_a_page_is_called_says_nothing_of_its_lines() {
    for (name, class) in
        [("body", "wp-featherlight-captions"), ("body", "single author-ana"), ("html", "caption"), ("article", "post source-efe")]
    {
        let page = format!("<html><body><article><h1>T</h1>{STORY}</article></body></html>").replacen(
            &format!("<{name}>"),
            &format!("<{name} class='{class}'>"),
            1,
        );
        let found = seen(&page);
        assert_eq!(found.len(), 3, "{name} {class}");
        assert!(found.iter().all(|(origin, _, _)| matches!(origin, Origin::Text | Origin::Heading)), "{found:?}");
    }
    // nor does a name on a box that holds the story
    assert!(seen(&format!("<main><div class='caption'>{}</div></main>", STORY.repeat(20))).iter().all(|block| block.0 == Origin::Text));
}

#[test]
fn pictures_beside_the_article_are_read() {
    let caption = "Una niña pinta un mural en la plaza de Tecali. EFE/Ana Ruiz";
    let figure = format!("<figure><img src=a.jpg><figcaption>{caption}</figcaption></figure>");
    let article = format!("<article><h1>T</h1>{STORY}</article>");
    let places = [
        format!("<header>{figure}</header>{article}"),
        format!("<div class=hero>{figure}</div>{article}"),
        format!("{article}<section class=gallery>{figure}</section>"),
        format!("<div class=hero><img src=a.jpg alt='{caption}'></div>{article}"),
        format!("<div class=hero><div role=img aria-label='{caption}'></div></div>{article}"),
        format!("<article><h1>T</h1><a class=lazy href=a.jpg title='{caption}'></a>{STORY}</article>"),
        format!("<article><h1>T</h1><noscript><img src=a.jpg alt='{caption}'></noscript>{STORY}</article>"),
        format!("<article><h1>T</h1><figure><noscript></div><img></noscript><figcaption>{caption}</figcaption></figure>{STORY}</article>"),
        format!("<meta property=og:image:alt content='{caption}'>{article}"),
        format!(
            "<script type=application/ld+json>{{\"image\":{{\"@type\":\"ImageObject\",\"caption\" : \"{caption}\"}}}}</script>{article}"
        ),
    ];
    for place in places {
        let found = seen(&format!("<html><body>{place}</body></html>"));
        assert_eq!(found.iter().filter(|block| block.2 == caption && block.0.is_of_picture()).count(), 1, "{place}: {found:?}");
    }
    for around in ["<nav>#</nav>", "<div class=related-posts>#</div>", "<div class=comments>#</div>"] {
        let page = format!("<html><body>{}{article}</body></html>", around.replace('#', &figure));
        assert!(!seen(&page).iter().any(|block| block.2 == caption), "{around}");
    }
}

#[test]
fn captions_in_data_lead_to_their_place() {
    let data = r#"<script type="application/ld+json">{"@type":["ImageObject"],"caption":"La ni\u00f1a pinta \ud83d\ude00 &quot;hoy&quot;. \/ EFE\/Ana Ruiz"}</script>"#;
    let page = format!("{data}<article>{STORY}</article>");
    let article = read(&page);
    let block = article.blocks.last().unwrap();
    assert_eq!(article.at(block.span), "La niña pinta 😀 \"hoy\". / EFE/Ana Ruiz");
    let at = article.text.find("niña").unwrap();
    assert_eq!(article.source_span(Span::new(at, at + "niña".len())).of(&page), r"ni\u00f1a");
    check(&page);
}

#[test]
fn galleries_that_wait_for_a_script() {
    let caption = "Una niña pinta un mural en la plaza de Tecali.";
    let page = |gallery: &str| format!("<article>{STORY}{gallery}</article>");
    let single = page(&format!("<div data-gallery='[{{\"src\":\"a.jpg\",\"caption\":\"{caption}\"}}]'></div>"));
    let double =
        page("<div data-images=\"[{&quot;caption&quot;: &quot;Una ni\\u00f1a pinta un mural en la plaza de Tecali.&quot;}]\"></div>");
    for page in [&single, &double] {
        assert_eq!(seen(page).last().map(|block| (block.0, block.2.as_str())), Some((Origin::Data, caption)), "{page}");
        check(page);
    }
    let credited = page(&format!("<li data-mediaviewer-caption='{caption}' data-mediaviewer-credit='EFE/Ana Ruiz'></li>"));
    assert_eq!(credits(&credited).last().unwrap(), &(format!("{caption} EFE/Ana Ruiz"), Some("EFE/Ana Ruiz".to_owned())));
    check(&credited);
}

#[test]
fn what_says_nothing_of_its_own_is_no_caption() {
    let page = |inside: &str| {
        let page = format!("<article><h1>El alcalde abre un parque en Tecali</h1>{STORY}{inside}</article>");
        let found = seen(&page);
        found.into_iter().filter(|block| block.0.is_of_picture()).map(|block| block.2).collect::<Vec<_>>()
    };
    for inside in [
        "<img alt='El alcalde abre un parque en Tecali'>",
        "<img alt='Imagen: El alcalde abre un parque en Tecali 2'>",
        "<img alt='15 octubre 2025_gobernador_visita de obras-6'>",
        "<img alt='El parque nuevo de Tecali.JPG'>",
        "<img alt='Puede ser una imagen de 3 personas y un parque'>",
        "<a href='/otra-nota'><img alt='Vecinos de Tecali piden agua en la plaza'></a>",
        "<figure><a href='https://a.mx/otra-nota'><img alt='Una plaza'></a><figcaption>Crédito Ana Ruiz para el diario</figcaption></figure>\
            <h2><a href='/otra-nota/'>Vecinos piden agua</a></h2>",
        "<figure><img><figcaption><a href='/otra-nota'><h5>Vecinos de Tecali piden agua en la plaza</h5></a></figcaption></figure>",
    ] {
        assert_eq!(page(inside), Vec::<String>::new(), "{inside}");
    }
    let said = "Una niña pinta un mural en la plaza.";
    assert_eq!(page(&format!("<a href='/a.jpg?w=3'><img alt='{said}'></a>")), [said]);
    // the picture's own, and a translation of it
    let figure = |alt: &str| page(&format!("<figure><img alt='{alt}'><figcaption>{said} / Foto: Especial</figcaption></figure>")).len();
    assert_eq!(figure("Una niña pinta un mural en la plaza&amp;nbsp;"), 1);
    assert_eq!(figure("En la foto se ve a una persona con pinceles de colores"), 1);
    assert_eq!(figure("A girl paints a mural on a wall of the main square"), 2);
}

#[test]
fn what_a_content_system_left_is_no_text() {
    let caption = "Una niña pinta un mural. EFE/Ana Ruiz";
    let page = format!(
        "<article>{STORY}<p>[caption id=&#8221;a_7&#8243; width='300']<img src=a.jpg> {caption}[/caption]</p>[gallery ids=\"1\"]</article>"
    );
    let found = seen(&page);
    assert_eq!((found.len(), found[2].0, found[2].2.as_str()), (3, Origin::Figcaption, caption));
    check(&page);
}

#[test]
fn headline_and_day_from_the_head() {
    let page = "<title>T | P</title><meta property='og:title' content='O &amp; P'><meta content='2016-03-04T23:00:00-06:00' \
        property='article:published_time'><script type='application/ld+json'>{not json</script><h1>H</h1><p>x</p>";
    let article = read(page);
    assert_eq!((article.title.as_deref(), article.published.unwrap().to_string().as_str()), (Some("O & P"), "2016-03-04"));
    let data = "<script type='application/ld+json'>{\"@graph\":[{\"headline\":\"L\",\"datePublished\":\"2015-01-02\"}]}</script>";
    let article = read(&format!("{page}{data}"));
    assert_eq!((article.title.as_deref(), article.published.unwrap().to_string().as_str()), (Some("L"), "2015-01-02"));
}

#[test]
fn what_is_a_page() {
    for (name, bytes) in [
        ("a", &b"\xef\xbb\xbf \n<!DOCTYPE html>"[..]),
        ("-", b"<!-- saved -->\n<HTML lang=en>"),
        ("a.txt", b"\xff\xfe<\0h\0t\0m\0l\0>\0"),
        ("a.HTM", b"no tags"),
        ("a", b"<?xml version='1.0'?><!doctype html PUBLIC>"),
        ("a", b"<p>One"),
    ] {
        assert!(is_page(name, bytes), "{name} {bytes:?}");
    }
    for (name, bytes) in [("a.txt", &b"<pre-war houses"[..]), ("html", b""), ("a", b"The <html> tag"), ("a.html", b"\x89PNG\0\0\0")] {
        assert!(name == "html" || !is_page(name, bytes), "{name} {bytes:?}");
    }
}

#[test]
fn a_page_of_scripts_has_no_article() {
    for page in
        ["", "<html>", "<script>document.write('<p>text</p>')</script>", "<body><noscript><p>Enable it</noscript><div id=app></div>"]
    {
        assert!(article("a".to_owned(), page).is_err(), "{page}");
    }
}

#[test]
fn hard_pages_are_read_in_linear_time() {
    let million = "palabra ".repeat(131_072);
    let pages = [
        format!("<img alt=\"{million}\"><p>text"),
        format!("<a data-caption=\"{}\"><img></a><p>text", "&lt;b&gt;x &amp;amp; y ".repeat(50_000)),
        format!("<img {}><p>text", "data-caption='una foto del parque' ".repeat(30_000)),
        "<div>".repeat(100_000) + "text",
        "<b>".repeat(100_000) + "text" + &"</i></p></b></div>".repeat(100_000),
        "<figure><figcaption class=caption><a>".repeat(100_000) + "text of a caption",
        "<table><tr><td><p class=caption>una foto del".repeat(50_000),
        "<figure>".to_owned() + &"<img alt='una foto del parque'><p>otra foto del parque".repeat(20_000),
        format!("<p>text{}</p>", "]]>".repeat(100_000)),
        format!("<![CDATA[{}]]><p>text", "x]]>\0".repeat(100_000)),
        format!("<p>a\0b{}", "\0<\0p\0>".repeat(50_000)),
        format!("<p>text{}", "&".repeat(500_000)),
        format!("<p>text{}", "&#1".repeat(300_000)),
        format!("<p class=\"{}\">text", "related-photo ".repeat(100_000)),
        format!("<script type='application/ld+json'>{}</script><p>text", "[".repeat(500_000)),
        format!("text {}", "<br>".repeat(200_000)),
        "<p>text ".to_owned() + &"<x-y> word <x-z/> ".repeat(100_000),
        "<p>text <!--".to_owned() + &"-- >".repeat(200_000),
        "<p>text ".to_owned() + &"<noscript>".repeat(100_000),
        "<b>".repeat(50_000) + "<noscript>" + &"<i></b>".repeat(100_000) + "</noscript>text",
        "<p>text ".to_owned() + &"![[caption ".repeat(100_000),
        "<p>text ".to_owned() + &"<img alt='una foto del parque nuevo'>".repeat(20_000),
    ];
    for page in &pages {
        let read = article("page".to_owned(), page);
        assert!(read.is_ok(), "{}", &page[..60]);
    }
    check(&pages[0]);
    check(&pages[10]);
}

/// `cargo test --release --lib pages_a_second -- --ignored --nocapture`
#[test]
#[ignore = "prints a figure"]
#[allow(clippy::print_stdout)]
fn pages_a_second() {
    let files = std::fs::read_dir("tests/pages").unwrap().map(|file| file.unwrap().path());
    let pages: Vec<String> = files.filter(|path| path.extension().is_some_and(|e| e != "jsonl")).map(page_of).collect();
    let bytes: usize = pages.iter().map(String::len).sum();
    let start = Instant::now();
    let rounds = 2000;
    for _ in 0..rounds {
        pages.iter().for_each(|page| assert!(article("page".to_owned(), page).is_ok()));
    }
    let seconds = start.elapsed().as_secs_f64();
    let (rate, count) = (rounds as f64 * bytes as f64 / 1e6 / seconds, (rounds * pages.len()) as f64 / seconds);
    println!("{} pages, {bytes} bytes: {rate:.1} MB/s, {count:.0} pages a second", pages.len());
}

fn page_of(path: std::path::PathBuf) -> String {
    crate::read::encoding::decode_page(std::fs::read(path).unwrap(), None)
}

/// Pieces that broken pages are made of.
fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "<p>",
            "</p>",
            "<div class='related'>",
            "</div>",
            "<figure>",
            "</figure>",
            "<figcaption>",
            "</figcaption>",
            "<img alt='",
            "'>",
            "<a title=\"",
            "\">",
            "</a>",
            "<br>",
            "<td>",
            "<li>",
            "<article>",
            "</article>",
            "<h1>",
            "</h1>",
            "<main>",
            "<script>",
            "</script>",
            "<!--",
            "-->",
            "&eacute;",
            "&amp",
            "&#x1F600;",
            "&#0;",
            "&nbsp;",
            "<span class=caption>",
            "</span>",
            "<style>",
            "<a data-caption='&lt;p&gt;",
            "&amp;eacute;",
            "<title>",
            "\r\n",
            "]]>",
            "<svg>",
            "<noscript>",
            "</noscript>",
            "<textarea>",
            "[caption id=\"a\"]",
            "[/caption]",
            "![",
            "](a)",
            "<cite>",
            "<a href=/b>",
            "<script type='application/ld+json'>{\"@type\":\"ImageObject\",\"caption\":\"una \\u00f1 y m\u{e1}s\"}</script>",
            "<",
        ])
        .prop_map(str::to_owned),
        "[a-z é“ñ\u{0}\u{a0}\u{ad}]{0,12}",
        ".{0,6}",
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn spans_are_places_in_any_page(page in soup()) {
        check(&page);
    }

    #[test]
    fn bytes_are_pages_too(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let page = crate::read::encoding::decode_page([b"<html><p>", &bytes[..], b"<p>fin"].concat(), None);
        check(&page);
    }
}

#[test]
fn places_in_a_page_are_those_that_an_editor_jumps_to() {
    let page = "<html><body><article>\n<h1>Título</h1>\n<p>Años: <b>el &amp;\n   señor</b> Pérez llegó ayer a la ciudad.</p>\n</article></body></html>";
    let article = read(page);
    for word in ["Años", "señor", "Pérez", "ciudad"] {
        let start = article.text.find(word).unwrap();
        let [from, to] = article.positions(Span::new(start, start + word.len()));
        let at = page.find(word).unwrap();
        let position = |place: usize| {
            let line = page[..place].matches('\n').count() + 1;
            (line, page[..place].rsplit('\n').next().unwrap().chars().count() + 1)
        };
        assert_eq!((from, to), (position(at), position(at + word.len())), "{word}");
    }
}

#[test]
fn a_page_of_too_many_parts_is_refused_however_they_are_made() {
    let many = crate::read::limit::PARTS + 1;
    for part in ["<p>a", "<b>", "&lt;", "a  ", "\n", "<a title='b'>", "<p\t>"] {
        let page = format!("<html><body>{}", part.repeat(many));
        assert_eq!(article("page".to_owned(), &page).unwrap_err(), super::Fault::TooMany, "{part}");
    }
    let data = format!("<p title='{}'>fin", "&amp;lt;p&amp;gt;a".repeat(many));
    assert_eq!(article("page".to_owned(), &data).unwrap_err(), super::Fault::TooMany);
    let long = format!("<html><body><p>{}", "una palabra y otra, ".repeat(100_000));
    assert!(article("page".to_owned(), &long).is_ok());
}
