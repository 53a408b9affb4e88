"""What is wrong with an article."""
from __future__ import annotations

from typing import Optional


class ArticleError(Exception):
    """An article that gives no rows.

    The message says where and why, and what to do. Each kind is also the exception of Python that it is named after.

    Attributes:
        article: the article's name: its path or id, else its place among all, from 0.
        index: its place among all, from 0; None where it was the only one.

    >>> try:
    ...     cotejo.pairs(b"\\0", id="a.txt")
    ... except ValueError as error:
    ...     print(error)
    a.txt: not a text: byte 0 is NUL; give plain text (UTF-8, UTF-16 or Windows-1252), or give a str
    """

    message: str
    article: str
    index: Optional[int]

    def __init__(self, message: str, article: str = "", index: Optional[int] = None) -> None:
        super().__init__(message)
        self.message, self.article, self.index = message, article, index

    def __str__(self) -> str:
        return self.message if self.index is None else f"article {self.index}: {self.message}"

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.message, self.article, self.index)


class ArticleTypeError(ArticleError, TypeError):
    """What was given is no article.

    >>> cotejo.pairs(5)
    Traceback (most recent call last):
    ...
    cotejo_captions.ArticleTypeError: an article is a str, bytes, a path (os.PathLike) or a mapping with `text`, not int
    """


class ArticleValueError(ArticleError, ValueError):
    """The article's content cannot be read: no text, too large, a document of another kind.

    >>> cotejo.Pairer(max_bytes=10).pairs("More than ten bytes.", id="a")
    Traceback (most recent call last):
    ...
    cotejo_captions.ArticleValueError: a: larger than 10 bytes; raise the limit with `max_bytes` if that is one article
    """


class ArticleOSError(ArticleError, OSError):
    """The article's file cannot be read; `errno` has the system's number, where there is one.

    >>> import pathlib
    >>> cotejo.pairs(pathlib.Path("nowhere.txt"))
    Traceback (most recent call last):
    ...
    cotejo_captions.ArticleOSError: nowhere.txt: no such file or folder; check the spelling, or the folder that you are in
    """


class ArticleInternalError(ArticleError, RuntimeError):
    """A fault of Cotejo that this article brings to light. The message has the place in Cotejo; please report it.

    >>> issubclass(cotejo.ArticleInternalError, RuntimeError)
    True
    """


for _error in (ArticleError, ArticleTypeError, ArticleValueError, ArticleOSError, ArticleInternalError):
    _error.__module__ = "cotejo_captions"
