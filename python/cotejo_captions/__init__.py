"""Finds Spanish photo-agency captions in English news articles and pairs each with its English counterpart.

>>> import cotejo_captions as cotejo
>>> for row in cotejo.pairs(article):
...     print(row.relation, row.photographer, row.en[:30], sep=" | ")
partial | José Pazos | Roberto Campa Cifrián, underse
mismatch | Blanca Zumaya | Miguel Ángel Osorio Chong, hea

An article is

- a `str`: a text or the source of a page, whichever it looks like;
- `bytes`: what a file with either holds, in any encoding;
- a path (`os.PathLike`, such as `pathlib.Path`): such a file, also compressed with gzip, zstd, bzip2 or xz;
- a mapping with `text` (a `str` or `bytes`) and, if present, `id`, `url` and `date`, as a record of JSONL.

The models are in the package: nothing is downloaded and nothing is sent.
"""
from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import date as Date
from typing import Any, Literal, Optional, Union, overload

from ._errors import ArticleError, ArticleInternalError, ArticleOSError, ArticleTypeError, ArticleValueError
from ._native import VERSION as __version__
from ._native import Pairer, PairsMany, Rows
from ._types import Caption, Counterpart, Examined, Finding, Fix, Gap, Label, Pair, Passage, Row, Span

__all__ = [
    "ArticleError", "ArticleInternalError", "ArticleOSError", "ArticleTypeError", "ArticleValueError", "Caption", "Counterpart",
    "Examined", "Finding", "Fix", "Gap", "Label", "Pair", "Pairer", "PairsMany", "Passage", "Row", "Rows", "Span", "examine", "pairs",
    "pairs_many",
]

Article = Union[str, bytes, bytearray, "os.PathLike[str]", Mapping[str, Any]]
Format = Literal["auto", "text", "html"]

_default = Pairer()


def pairs(article: Article, *, id: Optional[str] = None, date: Union[Date, str, None] = None, format: Format = "auto") -> Rows:
    """The rows of an article: one for each Spanish caption, in the order of the page.

    Other threads of Python run meanwhile.

    Args:
        article: text, page, bytes, path or record; see `help(cotejo_captions)`.
        id: the name that rows carry; without it the record's, the path, or "0".
        date: the day of publication, ISO 8601; the audit compares the caption's day with it. What is no day is passed over.
        format: "text" or "html" where the look of a `str` or of `bytes` deceives.

    Returns:
        `Rows`: a sequence of `Row`, and an Arrow table.

    Raises:
        ArticleValueError, ArticleOSError, ArticleTypeError: the article cannot be read; a ValueError, OSError or TypeError that says where
            and what to do.

    >>> [(row.relation, row.score) for row in cotejo.pairs(article)]
    [('partial', 0.0171), ('mismatch', 0.0237)]
    >>> len(cotejo.pairs("An article without captions."))
    0
    """
    return _default.pairs(article, id=id, date=date, format=format)


def examine(article: Article, *, id: Optional[str] = None, date: Union[Date, str, None] = None, format: Format = "auto") -> Examined:
    """Everything that there is to know about an article: passages, pairs with their evidence, findings. Takes longer than `pairs`.

    All spans are counted in characters of `Examined.source`, which is the `str` that was given.

    Args, Raises: as `pairs`.

    >>> examined = cotejo.examine(article)
    >>> pair = examined.pairs[0]
    >>> pair.es.body.of(article)[:26]
    'En conferencia de prensa, '
    >>> [finding.code for finding in examined.findings if finding.pair_id == pair.id]
    ['photo-old', 'name-accent', 'verb-accent', 'part-missing']
    """
    return _default.examine(article, id=id, date=date, format=format)


@overload
def pairs_many(
    articles: Iterable[Article], *, jobs: Optional[int] = None, errors: Literal["raise"] = "raise", format: Format = "auto"
) -> PairsMany[Rows]: ...
@overload
def pairs_many(
    articles: Iterable[Article], *, jobs: Optional[int] = None, errors: Literal["yield"], format: Format = "auto"
) -> PairsMany[Union[Rows, ArticleError]]: ...
def pairs_many(
    articles: Iterable[Article], *, jobs: Optional[int] = None, errors: Any = "raise", format: Format = "auto"
) -> PairsMany[Any]:
    """The rows of many articles, worked on by threads: an iterator over one `Rows` for each article, in order.

    Articles are taken while rows are: at most 16 for each thread, or 64 MiB of text, are under way, so that the articles may be without end
    and memory stays bounded. Other threads of Python run meanwhile. An article without a name is called by its place, from 0.

    Args:
        articles: texts, pages, bytes, paths, records; any iterable, also one without end.
        jobs: the number of threads; all cores by default. With 1 the caller's own thread works, and nothing is read ahead.
        errors: "raise" raises an `ArticleError` where an article cannot be read; `next` then goes on with the one behind it. "yield" gives
            the error in the place of the rows, so that a loop meets every article. Its `index` is the article's place, from 0.
        format: as for `pairs`, for all of them.

    Raises:
        ValueError: `jobs`, `errors` or `format` is not valid.
        ArticleError: see `errors`. What `articles` itself raises comes behind the rows of what it gave before.

    >>> for rows in cotejo.pairs_many([article, b"\\0", {"id": "b", "text": article}], errors="yield"):
    ...     print(rows if isinstance(rows, cotejo.Rows) else f"{rows.index}: {type(rows).__name__}")
    <Rows: 2 rows>
    1: ArticleValueError
    <Rows: 2 rows>
    """
    return _default.pairs_many(articles, jobs=jobs, errors=errors, format=format)
