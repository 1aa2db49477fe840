"""A page of markets into a table."""

from __future__ import annotations

from scripts.bench.decoding import page_of_markets
from scripts.bench.rounds import Round, Setup, cpu_of


def floor(setup: Setup) -> Round:
    """By hand: json into dicts, and polars makes what it can of them; prices, counts and times stay texts."""
    import json

    import polars

    body = page_of_markets(setup.size)
    return cpu_of(lambda: polars.DataFrame(json.loads(body)["markets"]), 1)


def ours(setup: Setup) -> Round:
    """Our models and a frame of them, which polars takes; prices, counts and times have their types."""
    import polars

    from kalshi_gen.models import GetMarketsResponse
    from kalshi_gen.runtime.decoding import decode
    from kalshi_overlay.frames import frame

    body = page_of_markets(setup.size)
    return cpu_of(lambda: polars.DataFrame(frame(decode(body, GetMarketsResponse)[0])), 1)
