"""Random searches, against an oracle that looks at the engine's own markets one by one."""

from __future__ import annotations

import asyncio
import random
import unicodedata
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from kalshi_overlay.discovery import Cache, search
from kalshi_overlay.errors import InvalidRequestError
from kalshi_sandbox import Sandbox
from kalshi_sandbox.engine import MarketView, NewOrder
from tests.discovery.conftest import MODES, Finder, give_small_pages
from tests.sandbox.small import small_sandbox

WORDS = ("Café", "São", "Bitcoin", "Above", "NÃO", "rain", "5")
CATEGORIES = ("Crypto", "Economics", "Weather")
TAGS = ("BTC", "Food", "Rain")
STATUSES = {
    "unopened": "initialized",
    "open": "active",
    "paused": "inactive",
    "closed": "closed",
    "settled": "finalized",
}
COMBO = "mve_collection_ticker"


def fill(exchange: Sandbox, chance: random.Random, count: int) -> None:
    """Add so many markets at random, of every status."""
    for account in ("seller", "buyer"):
        exchange.add_account(account, balance=1_000_000)
    for number in range(count // 8 + 2):
        terms = {"tags": chance.sample(TAGS, chance.randint(0, 2)), "categories": chance.sample(CATEGORIES, 2)}
        exchange.add_series(f"KXS{number}", title="Series", category=terms["categories"][0], terms=terms)
    for number in range(count // 3 + 1):
        event, title = f"KXS{chance.randrange(count // 8 + 2)}-E{number}", " ".join(chance.sample(WORDS, 2))
        exchange.add_event(event, title=title)
        for strike in range(chance.randint(1, 5)):
            add(exchange, chance, event, f"{event}-T{strike}", number % 7 == 0)


def add(exchange: Sandbox, chance: random.Random, event: str, ticker: str, is_combo: bool) -> None:
    """Add a market of any status, with some trades maybe."""
    now = exchange.clock.now()
    opens = now + timedelta(hours=chance.choice([0, 0, 0, 5]))
    exchange.add_market(
        ticker,
        yes_sub_title=" ".join(chance.sample(WORDS, 1)),
        open_time=opens,
        close_time=opens + timedelta(hours=chance.randint(1, 9)),
        terms={COMBO: "KXMVE-R", "mve_selected_legs": []} if is_combo else None,
    )
    if opens > now:
        return
    for count in range(chance.randint(0, 2)):
        exchange.engine.orders.place("seller", order(ticker, "ask", count + 1))
        exchange.engine.orders.place("buyer", order(ticker, "bid", count + 1))
    match chance.randrange(8):
        case 0:
            exchange.pause_market(ticker)
        case 1:
            exchange.close_market(ticker)
        case 2:
            exchange.settle(ticker, "yes")


def order(ticker: str, side: Any, count: int) -> NewOrder:
    """An order that meets that of the other side."""
    return NewOrder(ticker=ticker, side=side, count=Decimal(count), price=Decimal("0.40"))


def query(chance: random.Random, finder: Finder) -> dict[str, Any]:
    """The conditions of a search."""
    known = [series.ticker for series in finder.exchange.engine.markets.all_series()]
    hours = sorted(chance.sample(range(12), 2))
    every: dict[str, Any] = {
        "words": " ".join(
            chance.sample(["cafe", "SAO", "itc", "abo", "nao", "RAIN", "t1", "kxs1"], chance.randint(1, 2))
        ),
        "series": chance.sample(known, 2),
        "category": chance.choice(CATEGORIES),
        "tags": chance.sample(TAGS, chance.randint(1, 2)),
        "closes_after": finder.now + timedelta(hours=hours[0]),
        "closes_before": finder.now + timedelta(hours=hours[1]),
        "min_volume": chance.randint(0, 3),
        "min_volume_24h": Decimal(chance.randint(0, 3)),
        "mve_filter": chance.choice([None, "only"]),
    }
    chosen = {name: every[name] for name in chance.sample(sorted(every), chance.randint(0, 4))}
    return {"status": chance.choice([None, *STATUSES]), **chosen}


def plain(text: str) -> str:
    """A text in lower case and without accents."""
    return "".join(each for each in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(each) != "Mn")


def is_wanted(view: MarketView, exchange: Sandbox, wanted: dict[str, Any]) -> bool:
    """What a search has to say of a market."""
    market, markets = view.market, exchange.engine.markets
    event, series = markets.event(market.event_ticker), markets.series(market.series_ticker)
    texts = (market.ticker, market.yes_sub_title, event.title)
    volume_24h = sum((trade.count for trade in markets.trades(market.ticker)), Decimal(0))
    return (
        (wanted["status"] is None or market.status == STATUSES[wanted["status"]])
        and all(any(plain(word) in plain(text) for text in texts) for word in wanted.get("words", "").split())
        and market.series_ticker in wanted.get("series", [market.series_ticker])
        and ("category" not in wanted or wanted["category"] in series.terms.get("categories", [series.category]))
        and ("tags" not in wanted or bool(set(wanted["tags"]) & set(series.terms.get("tags", []))))
        and ("closes_after" not in wanted or market.close_time > wanted["closes_after"])
        and ("closes_before" not in wanted or market.close_time < wanted["closes_before"])
        and view.volume >= wanted.get("min_volume", 0)
        and volume_24h >= wanted.get("min_volume_24h", 0)
        and (COMBO in market.terms)
        in {"exclude": (False,), "only": (True,)}.get(wanted.get("mve_filter", "exclude") or "", (True, False))
    )


def compare(finder: Finder, chance: random.Random, mode: str, cache: Cache | None) -> int:
    """Search once, and count what is found; -1 if no series has the category and tags, which has to be an error."""
    exchange, wanted = finder.exchange, query(chance, finder)
    markets = exchange.engine.markets
    series = [
        each.ticker
        for each in markets.all_series()
        if ("category" not in wanted or wanted["category"] in each.terms.get("categories", [each.category]))
        and ("tags" not in wanted or set(wanted["tags"]) & set(each.terms.get("tags", [])))
        and each.ticker in wanted.get("series", [each.ticker])
    ]
    if not series:
        with pytest.raises(InvalidRequestError):
            finder.tickers(mode, cache=cache, **wanted)
        return -1
    found = finder.tickers(mode, cache=cache, **wanted)
    views = (markets.get(market.ticker) for market in markets.all())
    expected = [view.market.ticker for view in views if is_wanted(view, exchange, wanted)]
    assert sorted(found) == sorted(expected), wanted
    return len(found)


def searches(count: int, queries: int, seed: int, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Search so many times among so many markets, and say how many were found each time."""
    chance = random.Random(seed)
    give_small_pages(monkeypatch, max(count // 9, 2))
    monkeypatch.setattr(search, "_FEW_SERIES", count // 20)
    with small_sandbox(clock="manual", behaviour="simple", markets=1) as exchange, asyncio.Runner() as runner:
        fill(exchange, chance, count)
        finder, cache = Finder(exchange, runner), Cache(max_count=count, max_age=1e6)
        found = [compare(finder, chance, chance.choice(MODES), chance.choice([None, cache])) for _ in range(queries)]
        finder.close()
    return found


def test_random_searches_find_what_an_oracle_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    found = searches(60, 70, 11, monkeypatch)
    assert -1 in found
    assert 0 in found
    assert len(set(found)) > 10
