"""Pages of markets into a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scripts.bench.decoding import page_of_markets
from scripts.bench.rounds import Round, Setup, cpu_of

if TYPE_CHECKING:
    from kalshi_gen.models import Market

# The most that the exchange gives at once.
_PAGE = 1_000


def floor(setup: Setup) -> Round:
    """By hand: json into dicts, and polars makes what it can of them; prices, counts and times stay texts."""
    import json

    import polars

    bodies = _pages(setup.size)

    def by_hand() -> polars.DataFrame:
        rows = []
        for body in bodies:
            rows += json.loads(body)["markets"]
        return polars.DataFrame(rows)

    return cpu_of(by_hand, 1)


def ours(setup: Setup) -> Round:
    """Our models and a frame of them, which polars takes; prices, counts and times have their types."""
    import polars

    from kalshi_gen.models import GetMarketsResponse, Market
    from kalshi_gen.runtime.decoding import decode
    from kalshi_overlay.frames import frame

    bodies = _pages(setup.size)

    def markets() -> Iterator[Market]:
        """One page after the other, as `sync_all` gives them."""
        for body in bodies:
            page, _ = decode(body, GetMarketsResponse)
            yield from page.markets

    return cpu_of(lambda: polars.DataFrame(frame(markets(), Market)), 1)


def _pages(size: int) -> list[bytes]:
    return [page_of_markets(min(_PAGE, size - first), first) for first in range(0, size, _PAGE)]
