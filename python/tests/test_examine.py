"""Passages, pairs, findings and where they stand."""
import cotejo_captions as cotejo
import pytest
from conftest import PAGES

# letters of one to four bytes before everything
FOREIGN = "Ñandú, 日本, 𝒳𝒴.\n\n"


def spans(found):
    """Every span in what was found, however deep."""
    if isinstance(found, cotejo.Span):
        yield found
    elif isinstance(found, tuple):
        for part in found:
            yield from spans(part)


def test_spans_are_places_in_the_str_that_was_given(article):
    plain, moved = cotejo.examine(article), cotejo.examine(FOREIGN + article)
    assert (plain.source, moved.source) == (article, FOREIGN + article)
    for pair, other in zip(plain.pairs, moved.pairs):
        for side, moved_side in ((pair.es, other.es), (pair.en, other.en)):
            assert side.body.of(article) == side.text == moved_side.body.of(FOREIGN + article)
            assert moved_side.span == (side.span.start + len(FOREIGN), side.span.end + len(FOREIGN))
            assert side.text in side.span.of(article)
    assert len(plain.pairs) == 2


def test_spans_of_everything_lie_in_the_source(article):
    for given in (FOREIGN + article, *PAGES):
        examined = cotejo.examine(given)
        found = list(spans((examined.passages, examined.pairs, examined.findings)))
        assert len(found) > 10
        assert all(0 <= span.start <= span.end <= len(examined.source) for span in found)


def test_rows_stand_where_the_pairs_do(article):
    for given in (FOREIGN + article, *PAGES):
        examined = cotejo.examine(given)
        source = examined.source.encode()
        for row, pair in zip(examined.rows, examined.pairs):
            assert source[row.es_start : row.es_end].decode() == pair.es.span.of(examined.source)
            assert row.pair_id == pair.id and row.relation == pair.relation and row.es_line == pair.line
        assert len(examined.rows) == len(examined.pairs) > 0


def test_a_page_has_places_in_its_mark_up_and_texts_without():
    page = "<html><body><figure><figcaption>El alcalde inaugur&oacute; dos parques. FOTO: ANA RUIZ/EFE</figcaption></figure></body></html>"
    examined = cotejo.examine(page)
    caption = examined.pairs[0].es
    assert caption.text == "El alcalde inauguró dos parques."
    assert caption.body.of(page) == "El alcalde inaugur&oacute; dos parques."
    assert examined.source == page


def test_bytes_are_decoded_and_spans_count_what_came_out():
    path = next(path for path in PAGES if path.name == "windows-1252.htm")
    examined = cotejo.examine(path.read_bytes())
    assert examined.source == path.read_bytes().decode("windows-1252")
    assert examined.pairs and all(pair.es.text for pair in examined.pairs)


def test_findings_point_at_their_words_and_fixes_mend_them(article):
    examined = cotejo.examine(article)
    assert [finding.severity for finding in examined.findings if finding.code == "not-a-translation"] == ["error"]
    for finding in examined.findings:
        label = finding.labels[0]
        assert label.span.of(article).startswith(label.text)
        line = article.splitlines()[label.line - 1]
        assert line[label.column - 1 :].startswith(label.text)
        assert len(finding.fingerprint) == 16
    fix = next(finding.fix for finding in examined.findings if finding.fix)
    mended = article[: fix.span.start] + fix.replacement + article[fix.span.end :]
    assert len(cotejo.examine(mended).findings) < len(examined.findings)


def test_evidence_and_gaps(article):
    first, second = cotejo.examine(article).pairs
    assert first.evidence["credit"] == 1.0 and -1 <= first.evidence["similarity"] <= 1
    assert "machine" not in first.evidence and second.evidence["verified_mismatch"] > 0.5
    assert all(gap.span.of(article) == gap.text for gap in first.only_es + second.only_en)
    assert first.only_es and second.only_en
    alone = cotejo.examine("60331086. México, 31 Mar 2016 (Notimex-Ana Ruiz).- El alcalde inauguró dos parques. NOTIMEX/FOTO/ANA RUIZ/COR/POL/")
    assert [(pair.relation, pair.en, pair.score, pair.evidence) for pair in alone.pairs] == [("unpaired", None, None, {})]


def test_rows_of_examine_are_those_of_pairs(article):
    assert cotejo.examine(article).rows == cotejo.pairs(article)
    pairer = cotejo.Pairer(relation=["mismatch"])
    assert pairer.examine(article).rows == pairer.pairs(article)
    assert len(pairer.pairs(article)) == 1 and len(pairer.examine(article).pairs) == 2


def test_the_documentation_of_fields_comes_from_cotejo():
    assert cotejo.Row.score.__doc__.startswith("the probability (0 to 1)")
    with pytest.raises(AttributeError):
        cotejo.examine("").pairs = ()
