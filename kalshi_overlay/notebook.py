"""Tables of models, views and books, as notebooks show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any, Protocol

from attrs import fields, frozen, has

from kalshi_gen.runtime.html import ROWS, Fields, rows_html


class _Level(Protocol):
    """A `Level`; this module doesn't import those that import it."""

    @property
    def price(self) -> Decimal: ...
    @property
    def count(self) -> Decimal: ...


@frozen(repr=False)
class Table:
    """What a notebook shows as a table; made by `table`."""

    _title: str
    _rows: list[Fields]
    _more: int | None

    def __repr__(self) -> str:
        more = "" if self._more == 0 else f" and {'more' if self._more is None else f'{self._more:,} more'}"
        return f"<Table of {self._title}: {len(self._rows)}{more}>"

    def _repr_html_(self) -> str:
        return rows_html(self._title, self._rows, self._more)


def table(items: Iterable[Any], *, rows: int = ROWS) -> Table:
    """Show items as a table in a notebook, which shows a plain list as one line.

    Args:
        items: Models, or other items. Of an iterator, such as that of `sync_all`, one row more than shown is read.
        rows: How many rows are shown at most.
    """
    found = list(islice(items, rows + 1))
    shown = found[:rows]
    more: int | None = 0
    if len(found) > rows:
        more = len(items) - rows if isinstance(items, (Sequence, Mapping)) else None
    title = type(shown[0]).__name__ if shown else "nothing"
    return Table(title, [row_of(item) for item in shown], more)


def mapping_html(title: str, items: Mapping[Any, Any]) -> str:
    """Show a mapping: a row for each key.

    Args:
        title: What it is.
        items: The mapping.
    """
    rows = [[("", key), *row_of(items[key])] for key in islice(items, ROWS)]
    return rows_html(title, rows, max(0, len(items) - ROWS))


def book_html(title: str, bids: Sequence[_Level], asks: Sequence[_Level]) -> str:
    """Show a book: the best levels of both sides beside each other.

    Args:
        title: What it is.
        bids: The bids, best first.
        asks: The asks, best first.
    """
    depth = max(len(bids), len(asks))
    rows = [_levels(bids[number : number + 1], asks[number : number + 1]) for number in range(min(depth, ROWS))]
    return rows_html(title, rows, max(0, depth - ROWS))


def row_of(item: Any) -> Fields:
    """The names and values of an item that its repr shows too."""
    if hasattr(item, "__rich_repr__"):
        shown: Fields = item.__rich_repr__()
        return shown
    if has(type(item)) and _is_repr_made(type(item)):
        return [(each.name, getattr(item, each.name)) for each in fields(type(item)) if each.repr is True]
    return [("value", item)]


def _is_repr_made(item_type: type[Any]) -> bool:
    """Whether attrs made its repr: one that is written by hand may hide fields."""
    code = getattr(item_type.__repr__, "__code__", None)
    return code is not None and code.co_filename.startswith("<attrs generated")


def _levels(bid: Sequence[_Level], ask: Sequence[_Level]) -> Fields:
    return [
        ("bid count", bid[0].count if bid else ""),
        ("bid", bid[0].price if bid else ""),
        ("ask", ask[0].price if ask else ""),
        ("ask count", ask[0].count if ask else ""),
    ]
