"""The page for users: its examples run, and its numbers are those of the code."""

from __future__ import annotations

import inspect
from typing import get_args

import pytest

import kalshi_overlay.discovery
from kalshi_overlay.discovery import Cache, Reason, listings, search
from kalshi_sandbox import trading
from tests.conftest import ROOT
from tests.page_examples import examples_of, run
from tests.sandbox.small import give_quick_keys

PAGE = (ROOT / "docs" / "markets.md").read_text(encoding="utf-8")


def test_the_examples_run(monkeypatch: pytest.MonkeyPatch) -> None:
    give_quick_keys(monkeypatch)
    # Fewer markets take less long to make.
    monkeypatch.setattr(trading, "_SERIES", 1)
    found, rolled, verdicts, parts, cached = run(*examples_of("markets.md"))
    assert found == ["KXBTCD-26DEC31-T101000 101,000 or above"]
    assert rolled == [
        "current: KXBTC15M-26NOV281215 ['KXBTC15M-26NOV281215-15']",
        "next: KXBTC15M-26NOV281230 True",
    ]
    assert verdicts == [
        "True",
        "('market_paused',) accepts orders: False",
        "('no_bid', 'no_ask') accepts orders: True",
    ]
    assert parts == [
        "KXBTCD KXBTCD-26AUG2513 T 79099.99",
        "KXBTC15M None None None",
        "None None None None",
    ]
    assert cached == ["bitcoin 0", "101,000 1", "102,000 1"]


def test_its_numbers_are_those_of_the_code() -> None:
    assert f"up to {search._FEW_SERIES} series" in PAGE
    assert f"{listings._EVENTS_AT_ONCE} a request" in PAGE
    defaults = inspect.signature(Cache).parameters
    assert f"Cache(max_age={defaults['max_age'].default:.0f}, max_count=100_000)" in PAGE
    assert defaults["max_count"].default == 100_000


def test_every_reason_and_name_is_on_it() -> None:
    assert [reason for reason in get_args(Reason) if f"`{reason}`" not in PAGE] == []
    assert [name for name in ("search", "series", "rolling", "tradeable") if f"| `{name}` |" not in PAGE] == []
    names = set(kalshi_overlay.discovery.__all__) - {"Reason", "Refreshing", "TickerParts"}
    assert [name for name in sorted(names) if f"`{name}`" not in PAGE] == []
    assert len(PAGE.splitlines()) <= 150
