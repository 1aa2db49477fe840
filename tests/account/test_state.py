"""What an account has, item by item: positions are explained by fills, in whichever order they come."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from kalshi_overlay.account import AccountFill, AccountPosition
from kalshi_overlay.account.state import AccountState
from tests.fake_clock import FakeClock

MOMENT = datetime(2026, 11, 1, tzinfo=UTC)


def fill(position: int | None, count: int = 10) -> AccountFill:
    return AccountFill(
        fill_id=f"{position} after {count}",
        order_id="1",
        ticker="KXA",
        side="bid",
        count=Decimal(count),
        price=Decimal("0.60"),
        fee=Decimal("0.10"),
        is_taker=True,
        time=MOMENT,
        subaccount=0,
        exchange_index=1,
        position=None if position is None else Decimal(position),
    )


def position(count: int) -> AccountPosition:
    amount = Decimal(0)
    return AccountPosition(
        ticker="KXA",
        count=Decimal(count),
        cost=amount,
        realized_pnl=amount,
        fees_paid=amount,
        time=MOMENT,
        subaccount=0,
    )


@pytest.mark.parametrize("is_fill_first", [True, False])
def test_a_position_and_its_fill_come_in_either_order(is_fill_first: bool) -> None:
    state, seen = AccountState(), list[bool]()
    state.on_market = lambda ticker: seen.append(state.is_explained)
    state.on_position(position(5))
    if is_fill_first:
        state.on_fill(fill(15))
        state.on_position(position(15))
    else:
        state.on_position(position(15))
        assert not state.is_explained
        state.on_fill(fill(15))
    # Who waits for it is called when it is so.
    assert seen[-1]
    assert state.cash_on(1)._total == Decimal("-6.10")


def test_what_no_fill_explains_in_time_is_taken_for_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = FakeClock()
    clock.patch(monkeypatch)
    state = AccountState()
    state.on_fill(fill(10))
    state.on_position(position(10))
    state.on_position(position(0))
    clock.advance(0.5)
    state.settle()
    assert not state.is_explained
    clock.advance(1.0)
    state.settle()
    assert state.is_explained


def test_a_fill_that_does_not_show_the_position_counts_from_the_last_one_that_does() -> None:
    state = AccountState()
    state.on_fill(fill(-4, count=1))
    # Four pairs of yes and no, each worth a dollar.
    state.on_fill(fill(None, count=10))
    assert state.cash_on(1)._total == Decimal("-6.10") + 4 + Decimal("0.40") - Decimal("0.10")


def test_the_same_fill_twice_counts_once() -> None:
    state = AccountState()
    for _ in range(2):
        state.on_fill(fill(10))
    assert state.fees == Decimal("0.10")
