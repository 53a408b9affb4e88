from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date as Date
from os import PathLike
from typing import Literal, Optional, TypeVar, Union, overload

import pandas
import polars
import pyarrow

from . import Article, Format
from ._errors import ArticleError
from ._types import Examined, Row

VERSION: str
Relation = Literal["translation", "partial", "mismatch", "unpaired"]
Form = Literal["agency", "credit", "markup", "language"]
Severity = Literal["note", "warning", "error"]
Path = Union[str, PathLike[str]]

class Rows(Sequence[Row]):
    @staticmethod
    def concat(parts: Iterable[Rows]) -> Rows: ...
    @property
    def columns(self) -> list[str]: ...
    def to_pandas(self) -> pandas.DataFrame: ...
    def to_polars(self) -> polars.DataFrame: ...
    def to_pyarrow(self) -> pyarrow.Table: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_array__(self, requested_schema: Optional[object] = None) -> tuple[object, object]: ...
    def __arrow_c_stream__(self, requested_schema: Optional[object] = None) -> object: ...
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Row]: ...
    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Rows: ...

_Given = TypeVar("_Given")

class PairsMany(Iterator[_Given]):
    def __iter__(self) -> PairsMany[_Given]: ...
    def __next__(self) -> _Given: ...

class Pairer:
    def __init__(
        self,
        *,
        candidates: int = 64,
        fast: bool = False,
        verify: bool = True,
        encoder: Optional[Path] = None,
        model: Optional[Path] = None,
        config: Optional[Path] = None,
        only: Sequence[str] = (),
        ignore: Sequence[str] = (),
        severity: Optional[Mapping[str, Severity]] = None,
        translator: Union[str, Callable[[list[str]], list[Optional[str]]], None] = None,
        relation: Sequence[Relation] = (),
        forms: Sequence[Form] = (),
        min_score: Optional[float] = None,
        max_bytes: int = 67108864,
    ) -> None: ...
    def pairs(self, article: Article, *, id: Optional[str] = None, date: Union[Date, str, None] = None, format: Format = "auto") -> Rows: ...
    def examine(
        self, article: Article, *, id: Optional[str] = None, date: Union[Date, str, None] = None, format: Format = "auto"
    ) -> Examined: ...
    @overload
    def pairs_many(
        self, articles: Iterable[Article], *, jobs: Optional[int] = None, errors: Literal["raise"] = "raise", format: Format = "auto"
    ) -> PairsMany[Rows]: ...
    @overload
    def pairs_many(
        self, articles: Iterable[Article], *, jobs: Optional[int] = None, errors: Literal["yield"], format: Format = "auto"
    ) -> PairsMany[Union[Rows, ArticleError]]: ...

def columns() -> list[tuple[str, str]]: ...
def panics() -> None: ...
def command(words: Sequence[str]) -> int: ...
