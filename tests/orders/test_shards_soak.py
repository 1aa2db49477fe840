"""The soak test of shards at its small size; `python -m tests.orders.shards_soak` runs all of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pytest

from kalshi_overlay.orders.changing import Change
from kalshi_sandbox import Sandbox
from kalshi_sandbox.behaviour import Behaviour
from tests.orders.shards_soak import SIZES, Tally, parsed, prove

SMALL = parsed(SIZES["small"])


@pytest.fixture
def tally_of(exchange_of: Callable[[Behaviour], Sandbox]) -> Callable[[int], Tally]:
    """Gives the tally of so many calls."""

    def tally_of(calls: int) -> Tally:
        shared = lambda behaviour: nullcontext(exchange_of(behaviour))  # noqa: E731
        *_, tally = prove(calls, SMALL.seed, share=SMALL.share, exchanges=shared)
        return tally

    return tally_of


def test_no_order_rests_that_a_call_said_was_gone(tally_of: Callable[[int], Tally]) -> None:
    assert tally_of(SMALL.calls).failures() == []


def test_a_404_that_is_taken_at_its_word_shows_as_an_order_that_rests(
    tally_of: Callable[[int], Tally], monkeypatch: pytest.MonkeyPatch
) -> None:
    def believe(change: Change[Any], order: Any) -> None:
        raise change._not_found or AssertionError

    monkeypatch.setattr(Change, "_verify_address", believe)
    assert tally_of(50).problems["gone"] > 0
