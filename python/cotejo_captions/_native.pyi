from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date as Date
from os import PathLike
from typing import Any, Literal, Optional, TypeVar, Union, final, overload

import pandas
import polars
import pyarrow
from typing_extensions import Self

from . import Article, Format
from ._errors import ArticleError
from ._types import Examined, Row

__all__ = ["PairsMany", "Pairer", "Rows", "VERSION", "columns", "panics", "command"]

VERSION: str
_Relation = Literal["translation", "partial", "mismatch", "unpaired"]
_Form = Literal["agency", "credit", "markup", "language"]
_Severity = Literal["note", "warning", "error"]
_Path = Union[str, PathLike[str]]

@final
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
    def __getitem__(self, index: int, /) -> Row: ...
    @overload
    def __getitem__(self, index: slice, /) -> Rows: ...

_Given = TypeVar("_Given")

@final
class PairsMany(Iterator[_Given]):
    def __iter__(self) -> PairsMany[_Given]: ...
    def __next__(self) -> _Given: ...

@final
class Pairer:
    def __new__(
        cls,
        *,
        candidates: int = 64,
        fast: bool = False,
        verify: bool = True,
        encoder: Optional[_Path] = None,
        model: Optional[_Path] = None,
        config: Optional[_Path] = None,
        only: Sequence[str] = (),
        ignore: Sequence[str] = (),
        severity: Optional[Mapping[str, _Severity]] = None,
        translator: Union[str, Callable[[list[str]], list[Optional[str]]], None] = None,
        relation: Sequence[_Relation] = (),
        forms: Sequence[_Form] = (),
        min_score: Optional[float] = None,
        max_bytes: int = 67108864,
    ) -> Self: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...
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
