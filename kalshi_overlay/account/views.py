"""A part of the account as it was at a moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class View(Mapping[K, V], Generic[K, V]):
    """A part of the account as it was at a moment.

    Attributes:
        as_of: The exchange's time up to which it is right.
        stale: Why it may not be right any more; None if it is.
    """

    def __init__(self, items: Mapping[K, V], as_of: datetime, stale: str | None) -> None:
        self._items = dict(items)
        self.as_of = as_of
        self.stale = stale

    def __getitem__(self, key: K) -> V:
        return self._items[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def _repr_html_(self) -> str:
        from kalshi_overlay.notebook import mapping_html

        return mapping_html(f"as of {self.as_of:%H:%M:%S}{f', stale: {self.stale}' if self.stale else ''}", self._items)

    def __repr__(self) -> str:
        return f"<View {self._items!r} as of {self.as_of:%H:%M:%S}{f', stale: {self.stale}' if self.stale else ''}>"
