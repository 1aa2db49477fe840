"""The page for users: its examples run, and its numbers are those of the code."""

from __future__ import annotations

import inspect
import re

from kalshi_overlay.frames import batches
from kalshi_overlay.frames.columns import DECIMAL
from tests.conftest import ROOT
from tests.page_examples import examples_of, run

PAGE = (ROOT / "docs" / "frames.md").read_text(encoding="utf-8")


def test_the_examples_run() -> None:
    markets, tickers = run(*examples_of("frames.md"))
    schema, counted, traded = markets
    # Python 3.12 and later print it in another form.
    assert re.fullmatch(r"Schema\(.*'ticker'[,:] String.*'spread'[,:] Decimal\(precision=38, scale=12\).*\)", schema)
    assert re.fullmatch(r"\[\(\d+, True\)\]", counted)
    assert traded == "timestamp[us, tz=UTC][pyarrow]"
    assert tickers == ["['KXBTCD-26DEC31-T100000']"]


def test_its_numbers_are_those_of_the_code() -> None:
    assert str(DECIMAL) == "decimal128(28, 12)"
    assert "`decimal128(28, 12)`" in PAGE
    assert inspect.signature(batches).parameters["size"].default == 10_000
    assert "batches(items, size=10_000)" in PAGE
