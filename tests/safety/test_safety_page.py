"""The page for users: its example runs, and its numbers are those of the code."""

from __future__ import annotations

import re

import pytest
from attrs import fields

from kalshi_overlay import guard
from kalshi_overlay.orders.reading import FINAL_AFTER, READ_LAG
from kalshi_overlay.safety import Limits, stop_trading
from tests.conftest import ROOT
from tests.page_examples import examples_of, run

PAGE = (ROOT / "docs" / "safety.md").read_text(encoding="utf-8")

STOPPING, LIMITS = examples_of("safety.md")


def test_the_example_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    # The waits are those of reads that lag, which nobody has to sit through here.
    monkeypatch.setattr(stop_trading, "READ_LAG", 0.0)
    assert run(STOPPING) == [["stop_trading was called", "placed: 10.00"]]


def test_the_example_of_limits_runs(capsys: pytest.CaptureFixture[str]) -> None:
    exec(LIMITS, {})
    assert capsys.readouterr().out == "market_exposure 50 54.20\n"


def test_it_has_each_limit() -> None:
    table = "".join(re.findall(r"^\| (`.*?) \|", PAGE.partition("## Limits")[2], re.MULTILINE))
    assert re.findall(r"`(\w+)`", table) == [each.name for each in fields(Limits)]


def test_its_numbers_are_those_of_the_code() -> None:
    assert f"some {READ_LAG:.0f} seconds" in PAGE
    assert f"up to {FINAL_AFTER:.0f} seconds" in PAGE
    assert f"`timeout` ({stop_trading.DEFAULT_TIMEOUT:.0f} seconds by default)" in PAGE
    assert f"It has {guard._START:.0f}\nseconds for the first beat" in PAGE
    assert f"hasn't ended {guard._GRACE:.0f} seconds later" in PAGE
