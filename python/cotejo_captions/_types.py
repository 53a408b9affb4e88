"""What is found in an article: named tuples, so that they can be compared, unpacked and pickled."""
from __future__ import annotations

from typing import NamedTuple, Optional

from ._native import Rows, columns


class Row(NamedTuple):
    """A Spanish caption with its English counterpart: a line of the tables that `cotejo pair` writes.

    A column without a value is None. Offsets are bytes of the source in UTF-8, as in the tables; `examine` has places in characters.
    `mt` and `mt_engine` are only in tables of a `Pairer` with a translator.

    >>> row = cotejo.pairs(article)[0]
    >>> row.photo_id, row.date, row.place, row.agency
    ('51002073', '2015-10-02', 'México', 'Notimex')
    >>> article.encode()[row.es_start : row.es_end].decode() == row.es_raw
    True
    """

    article: str
    pair_id: str
    relation: str
    score: Optional[float]
    es: str
    en: Optional[str]
    es_raw: str
    en_raw: Optional[str]
    es_line: int
    en_line: Optional[int]
    es_start: int
    es_end: int
    en_start: Optional[int]
    en_end: Optional[int]
    photo_id: Optional[str]
    date: Optional[str]
    place: Optional[str]
    agency: Optional[str]
    photographer: Optional[str]
    editor: Optional[str]
    desk: Optional[str]
    similarity: Optional[float]
    findings: Optional[str]
    form: Optional[str]
    mt: Optional[str] = None
    mt_engine: Optional[str] = None


# what the columns mean is said once, in Cotejo itself
for _name, _meaning in columns():
    getattr(Row, _name).__doc__ = _meaning


class Span(NamedTuple):
    """A place in the source: characters, half-open, as Python counts them in a `str`. A character is a code point, not a byte.

    >>> cotejo.Span(3, 7).of("El niño ríe")
    'niño'
    """

    start: int
    end: int

    def of(self, source: str) -> str:
        """What stands there.

        >>> cotejo.Span(0, 2).of("ñandú")
        'ña'
        """
        return source[self.start : self.end]


class Caption(NamedTuple):
    """A caption, taken apart.

    Attributes:
        span: all of it as printed, in characters of the source.
        body: what it says, without slug, tail and credit, in characters of the source.
        text: the body as a reader sees it, without mark-up.
        photo_id: the photo number of Notimex, 8 digits.
        date: the day, ISO 8601.
        place: IPTC City.
        agency: IPTC Credit Line.
        photographers: IPTC Creator, one by one.
        editor: IPTC Caption Writer.
        desk: the code of the tail.
        form: what it was known by: "agency", "credit", "markup" or "language".

    >>> cotejo.examine(article).pairs[0].es.photographers
    ('José Pazos',)
    """

    span: Span
    body: Span
    text: str
    photo_id: Optional[str]
    date: Optional[str]
    place: Optional[str]
    agency: Optional[str]
    photographers: tuple[str, ...]
    editor: Optional[str]
    desk: Optional[str]
    form: str


class Counterpart(NamedTuple):
    """The English side of a pair.

    Attributes:
        span: all of it as printed, in characters of the source.
        body: without credit, in characters of the source.
        text: the body as a reader sees it.
        line: line of the source, from 1.
        caption: its fields, where it was printed as a caption.

    >>> cotejo.examine(article).pairs[0].en.line
    13
    """

    span: Span
    body: Span
    text: str
    line: int
    caption: Optional[Caption]


class Gap(NamedTuple):
    """Words that the other side does not say.

    Attributes:
        span: in characters of the source.
        text: the words.
        probability: how likely it is, to the verifier, that the other side does not say them, 0 to 1; None where it was not asked.
        contradicted: whether the other side rather says something else in their stead.

    >>> cotejo.examine(article).pairs[1].only_en[0].text
    'head of the Segob'
    """

    span: Span
    text: str
    probability: Optional[float]
    contradicted: bool


class Pair(NamedTuple):
    """A Spanish caption with its counterpart, or without one.

    Attributes:
        id: the same on every run over the same article.
        relation: "translation", "partial", "mismatch" or "unpaired".
        score: the probability that the two are a translation pair, 0 to 1; None without a counterpart.
        line: line of the Spanish caption in the source, from 1.
        es, en: the two sides; `en` is None where no English belongs to the caption.
        evidence: what spoke for the pair, by the names that `cotejo pair --explain` prints; what is unknown is left out, and without a
            counterpart there is none. Cosines are -1 to 1, margins -2 to 2, `size` is a number of words, the others are 0 to 1.
        only_es, only_en: what one side says and the other does not.
        mt: the Spanish as a translator has it, where one was asked and answered.

    >>> pair = cotejo.examine(article).pairs[0]
    >>> pair.relation, pair.evidence["credit"], "machine" in pair.evidence
    ('partial', 1.0, False)
    """

    id: str
    relation: str
    score: Optional[float]
    line: int
    es: Caption
    en: Optional[Counterpart]
    evidence: dict[str, float]
    only_es: tuple[Gap, ...]
    only_en: tuple[Gap, ...]
    mt: Optional[str]


class Passage(NamedTuple):
    """A stretch of an article in one language.

    Attributes:
        span: in characters of the source.
        text: as a reader sees it.
        line: line of the source, from 1.
        role: "body", "caption", "headline" or "furniture" (what belongs to the page: its name, the day).
        language: "en", "es" or "other".
        confidence: of the language, 0.5 (a coin) to 1.
        caption: its fields, where it was printed as a caption.

    >>> [(passage.line, passage.language) for passage in cotejo.examine(article).passages if passage.role == "caption"]
    [(12, 'es'), (13, 'en'), (25, 'es'), (26, 'en')]
    """

    span: Span
    text: str
    line: int
    role: str
    language: str
    confidence: float
    caption: Optional[Caption]


class Label(NamedTuple):
    """A place that a finding points at.

    Attributes:
        span: in characters of the source; None where it is in another article.
        text: what stands there; of a very long stretch, the beginning.
        said: what is the matter with it, in a few words; may be empty.
        line, column: of its first character in the source, both from 1, the column in characters.
        article: the article's name.

    >>> cotejo.examine(article).findings[0].labels[0].line
    12
    """

    span: Optional[Span]
    text: str
    said: str
    line: int
    column: int
    article: str


class Fix(NamedTuple):
    """How to put it right: `replacement` in the place of `span`.

    >>> finding = next(finding for finding in cotejo.examine(article).findings if finding.fix)
    >>> finding.fix.replacement
    'Cifrián'
    """

    span: Span
    replacement: str


class Finding(NamedTuple):
    """One thing that is wrong.

    Attributes:
        code: the check; `cotejo checks CODE` explains it.
        severity: "note", "warning" or "error".
        message: what is wrong, in a sentence.
        pair_id: the pair that it is about.
        labels: where; the first is the place at fault, others what it disagrees with.
        help: what to do.
        fix: the same as an edit, where the right form is known.
        fingerprint: 16 hexadecimal digits that stay when lines move.

    >>> [finding.code for finding in cotejo.examine(article).findings if finding.severity == "error"]
    ['not-a-translation']
    """

    code: str
    severity: str
    message: str
    pair_id: Optional[str]
    labels: tuple[Label, ...]
    help: Optional[str]
    fix: Optional[Fix]
    fingerprint: str


class Examined(NamedTuple):
    """An article, examined.

    Attributes:
        id: its name.
        title: the headline, where the format tells it.
        published: the day, ISO 8601, where it is known.
        source: what all spans point into. Of a `str` it is that `str`; of bytes and files it is what they were decoded to.
        passages: what the article consists of, in the order of the page.
        pairs: one for each Spanish caption.
        findings: what is wrong, in the order of the page.
        rows: the pairs as rows.

    >>> examined = cotejo.examine(article)
    >>> examined.source == article
    True
    >>> examined.pairs[0].en.body.of(article)[:23]
    'Roberto Campa Cifrián, '
    """

    id: str
    title: Optional[str]
    published: Optional[str]
    source: str
    passages: tuple[Passage, ...]
    pairs: tuple[Pair, ...]
    findings: tuple[Finding, ...]
    rows: Rows


for _type in (Row, Span, Caption, Counterpart, Gap, Pair, Passage, Label, Fix, Finding, Examined):
    _type.__module__ = "cotejo_captions"
